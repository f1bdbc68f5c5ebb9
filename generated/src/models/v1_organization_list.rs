use serde::{Deserialize, Serialize};

use crate::models;

/// The caller's organizations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct V1OrganizationList {
    /// The organizations, newest first.
    pub organizations: Vec<models::V1OrganizationMembership>,
    /// The number of organizations that the caller is a member of, on all pages.
    pub total: u64,
    /// The `cursor` of the next page; null on the last one.
    pub next_cursor: Option<String>,
}
