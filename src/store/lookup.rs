//! Lookups on behalf of a caller, and their results.

use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::domain::{Action, AuditEvent, Organization, Role};

/// The credential of a caller, after its format or signature was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// An API key, by its SHA-256 hash.
    Key([u8; 32]),
    /// The ID of a user, from a token whose signature was checked.
    User(String),
}

/// Who makes a change, for the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Author {
    /// A caller.
    Caller {
        /// The ID of the user.
        user_id: String,
        /// The user's credential.
        credential: Credential,
    },
    /// An operator on the command line.
    CommandLine,
}

/// A lookup of a resource by its ID, on behalf of a caller.
#[derive(Debug, Clone)]
pub struct Lookup {
    /// The id of the resource.
    pub id: String,
    /// The caller's credential. The same query checks it.
    pub credential: Credential,
    /// The time at which the credential must be valid.
    pub now: DateTime<Utc>,
}

/// An organization, as seen by a caller with a valid credential.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// The ID of the calling user.
    pub user_id: String,
    /// The organization. It is not deleted.
    pub organization: Organization,
    /// The caller's role in the organization, or `None` if they are not a member.
    pub role: Option<Role>,
    /// Counts the changes of the members. An update that depends on the role checks it.
    pub(super) members_version: i64,
}

/// A change of an organization, and its entry in the audit log.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The organization after the change, with its `version` incremented.
    pub organization: Organization,
    /// The entry.
    pub event: AuditEvent,
}

impl Change {
    /// The change to the state `after`, with its entry: see [`AuditEvent::of_organization`].
    pub fn new(
        action: Action,
        before: Option<&Organization>,
        after: Organization,
        request_id: Option<String>,
    ) -> Self {
        Self {
            event: AuditEvent::of_organization(action, before, &after, request_id),
            organization: after,
        }
    }
}

/// What a lookup did not find.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Absent {
    /// The credential is not valid.
    #[error("the credential is not valid")]
    Caller,
    /// The organization does not exist, or was deleted.
    #[error("the organization does not exist")]
    Organization,
    /// The organization has no such member.
    #[error("the member does not exist")]
    Member,
    /// The user does not exist.
    #[error("the user does not exist")]
    User,
}

/// A caller with a valid credential, for a read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// The ID of the calling user.
    pub user_id: String,
    /// The writes that a replica must have to serve the read, or `None` without a replica.
    pub(super) writes: Option<Writes>,
}

/// The counts of a user's writes, by slot.
pub(super) type Writes = Vec<(i16, i64)>;
