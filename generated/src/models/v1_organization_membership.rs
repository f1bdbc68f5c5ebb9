use serde::{Deserialize, Serialize};

use crate::models;

/// A summary of an organization, and the caller's membership in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct V1OrganizationMembership {
    /// Identifies an organization on both surfaces. It never changes.
    pub id: String,
    /// Organization name.
    pub name: String,
    /// Identifies an organization in addresses: words of lower-case letters and digits, joined by hyphens.
    pub slug: String,
    /// Logo URL; null when unset.
    pub logo_url: Option<String>,
    /// The permissions of a member.
    pub role: models::V1Role,
    /// Identifies the membership. It does not change with the role.
    pub membership_id: String,
    /// The time at which the caller became a member, in UTC.
    pub joined_at: chrono::DateTime<chrono::Utc>,
}
