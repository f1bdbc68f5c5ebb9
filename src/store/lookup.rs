//! Lookups on behalf of a caller, and their results.

use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::domain::{Organization, Role};

/// The credential of a caller, after its format or signature was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// An API key, by its SHA-256 hash.
    Key([u8; 32]),
    /// The id of a user, vouched for by a signature that has been checked.
    User(String),
}

/// A lookup of a resource by its id, on behalf of a caller.
#[derive(Debug, Clone)]
pub struct Lookup {
    /// The id of the resource.
    pub id: String,
    /// The caller's credential, which the same query checks.
    pub credential: Credential,
    /// The moment at which the credential has to be valid.
    pub now: DateTime<Utc>,
}

/// An organization as a caller with a valid credential sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// The id of the user who is calling.
    pub user_id: String,
    /// The organization. It is not deleted.
    pub organization: Organization,
    /// The caller's role in it, if they are a member.
    pub role: Option<Role>,
    /// Counts the changes of its members, for the update that is decided by the role.
    pub(super) members_version: i64,
}

/// What a lookup did not find.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Absent {
    /// The credential is not valid.
    #[error("the credential is not valid")]
    Caller,
    /// No such organization, or it was deleted.
    #[error("there is no such organization")]
    Organization,
    /// No such user.
    #[error("there is no such user")]
    User,
}

/// A caller whose credential is valid, and who is about to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// The id of the user who is calling.
    pub user_id: String,
    /// The writes that a replica must have before it may answer; `None` where no replica is asked.
    pub(super) writes: Option<Writes>,
}

/// The counts of a user's writes, by slot.
pub(super) type Writes = Vec<(i16, i64)>;
