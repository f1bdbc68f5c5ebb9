use serde::{Deserialize, Serialize};

use crate::models;

/// A description of the error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct V1FailureDetail {
    /// The kind of error.
    pub code: models::V1ErrorCode,
    /// A description of the error, for people. Programs use the kind of error instead.
    pub message: String,
    /// Identifies the request in the server's log. It equals the `X-Request-Id` header.
    pub request_id: String,
    /// The violations of a request that violates the contract, up to 1,000; absent for other errors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub violations: Option<Vec<models::Violation>>,
}
