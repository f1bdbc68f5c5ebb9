use serde::{Deserialize, Serialize};

use crate::models;

/// The members of an organization.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct V1MemberList {
    /// The members, in the order in which they joined.
    pub members: Vec<models::V1Member>,
    /// The number of members on all pages.
    pub total: u64,
    /// The `cursor` of the next page; null on the last one.
    pub next_cursor: Option<String>,
}
