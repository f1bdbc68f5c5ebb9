use serde::{Deserialize, Serialize};

use crate::models;

/// The caller's organizations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct V1OrganizationList {
    /// The organizations, the newest first.
    pub organizations: Vec<models::V1OrganizationMembership>,
    /// How many organizations the caller is a member of, on all pages.
    pub total: u64,
    /// The `cursor` for those that follow; null where there are no more.
    pub next_cursor: Option<String>,
}
