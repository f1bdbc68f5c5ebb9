//! The kinds of things that an operation is about.

use std::fmt;

/// A kind of thing that has an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    /// An organization.
    Organization,
    /// A user.
    User,
}

/// As the first word of a sentence.
impl fmt::Display for Resource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Organization => "Organization",
            Self::User => "User",
        })
    }
}
