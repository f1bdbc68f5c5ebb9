//! Memberships: which user belongs to which organization, in which role.

use chrono::{DateTime, Utc};

use super::{Role, id};

/// A user's membership of an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// `mbr_` and a time-ordered suffix.
    pub id: String,
    /// The organization's id.
    pub organization_id: String,
    /// The user's id.
    pub user_id: String,
    /// The user's role in the organization.
    pub role: Role,
    /// When the user became a member.
    pub joined_at: DateTime<Utc>,
}

impl Membership {
    /// A new membership.
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

/// An organization, or its summary, in the list of one of its members.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed<O> {
    /// The organization.
    pub organization: O,
    /// The member's role.
    pub role: Role,
    /// The id of the membership.
    pub membership_id: String,
    /// When the user became a member.
    pub joined_at: DateTime<Utc>,
}
