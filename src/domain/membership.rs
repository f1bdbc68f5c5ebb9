//! Memberships of users in organizations, with their roles.

use chrono::{DateTime, Utc};

use super::{Role, id};

/// A user's membership in an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// `mbr_` and a time-ordered suffix.
    pub id: String,
    /// The organization's ID.
    pub organization_id: String,
    /// The user's ID.
    pub user_id: String,
    /// The user's role in the organization.
    pub role: Role,
    /// The time at which the user became a member.
    pub joined_at: DateTime<Utc>,
}

impl Membership {
    /// Creates a membership.
    pub fn new(organization_id: String, user_id: String, role: Role, now: DateTime<Utc>) -> Self {
        Self {
            id: id::membership(),
            organization_id,
            user_id,
            role,
            joined_at: now,
        }
    }
}

/// An organization, or its summary, in a member's list.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed<O> {
    /// The organization.
    pub organization: O,
    /// The member's role.
    pub role: Role,
    /// The ID of the membership.
    pub membership_id: String,
    /// The time at which the user became a member.
    pub joined_at: DateTime<Utc>,
}
