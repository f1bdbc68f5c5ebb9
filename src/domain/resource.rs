//! The kinds of resources.

use std::fmt;

/// A kind of resource with an ID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    /// An organization.
    Organization,
    /// A member of an organization.
    Member,
    /// A user.
    User,
}

/// The name at the start of a sentence.
impl fmt::Display for Resource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Organization => "Organization",
            Self::Member => "Member",
            Self::User => "User",
        })
    }
}
