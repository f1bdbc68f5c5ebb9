use serde::{Deserialize, Serialize};

use crate::models;

/// An organization in short, and the caller's membership in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct V1OrganizationMembership {
    /// Identifies an organization, on both surfaces and for good.
    pub id: String,
    /// Organization name.
    pub name: String,
    /// Names an organization in addresses: words of lower-case letters and digits, joined by hyphens.
    pub slug: String,
    /// Logo URL; null when unset.
    pub logo_url: Option<String>,
    /// What a member may do.
    pub role: models::V1Role,
    /// Identifies the membership; a change of the role leaves it.
    pub membership_id: String,
    /// When the caller became a member, in UTC.
    pub joined_at: chrono::DateTime<chrono::Utc>,
}
