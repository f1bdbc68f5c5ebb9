use serde::{Deserialize, Serialize};

use crate::models;

/// A member of an organization.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct V1Member {
    /// Identifies a user's membership in an organization. It does not change with the role.
    pub id: String,
    /// The ID of the user.
    pub user_id: String,
    /// Identifies an organization on both surfaces. It never changes.
    pub organization_id: String,
    /// The permissions of a member.
    pub role: models::V1Role,
    /// The user who is the member.
    pub user: models::V1MemberUser,
    /// The time at which the user became a member, in UTC.
    pub joined_at: chrono::DateTime<chrono::Utc>,
}
