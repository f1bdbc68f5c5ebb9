use serde::{Deserialize, Serialize};

use crate::models;

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PublicFailureDetail {
    /// The kind of error.
    pub title: models::PublicErrorTitle,
    /// The error in words, for people. Decide by the kind of error instead.
    pub detail: String,
    /// Names the request in the server's log; the same as in the `X-Request-Id` header.
    pub request_id: String,
    /// Every fault of a request that breaks the contract, up to 1,000 of them; absent for other errors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub violations: Option<Vec<models::Violation>>,
}
