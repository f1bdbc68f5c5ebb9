//! What the store takes and gives beside [`Organization`](crate::domain::organization::Organization).

use chrono::{DateTime, Utc};

use crate::domain::Role;
use crate::domain::organization::Organization;

/// A person who may call the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// `usr_` and a time-ordered suffix, or what the operator chose.
    pub id: String,
    /// Unique over all users, deactivated ones included; compared as it is written.
    pub email: String,
    /// What to call the user.
    pub name: Option<String>,
    /// When the user was created.
    pub created_at: DateTime<Utc>,
    /// Set by deactivation: none of the user's credentials is accepted any more.
    pub deactivated_at: Option<DateTime<Utc>>,
}

/// What is known of an API key. Its hash is never read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Names the key without revealing it.
    pub id: String,
    /// The user on whose behalf the key calls.
    pub user_id: String,
    /// What the key is for, in its creator's words.
    pub name: Option<String>,
    /// When the key was created.
    pub created_at: DateTime<Utc>,
    /// From this moment on the key is refused.
    pub expires_at: Option<DateTime<Utc>>,
    /// Set by revocation; a revoked key never comes back.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// By what a caller is recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// An API key, by its SHA-256 hash.
    Key([u8; 32]),
    /// The id of a user, vouched for by a signature that has been checked.
    User(String),
}

/// A caller whose credential was found to be valid, about to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// The id of the user who is calling.
    pub user_id: String,
    /// What a replica has to have before it may answer them; `None` where none is to be asked.
    pub(super) writes: Option<Writes>,
}

/// How many writes of a user were counted, by slot.
pub(super) type Writes = Vec<(i16, i64)>;

/// What a caller whose credential is valid finds under an organization's id.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The id of the user who is calling.
    pub user_id: String,
    /// The organization; `None` when there is none of that id, or it was deleted.
    pub organization: Option<Organization>,
    /// The caller's role in it, if they are a member.
    pub role: Option<Role>,
    /// Counts the changes of its members, for the update that is decided by the role.
    pub(super) members_version: i64,
}

/// What became of [`set_member`](super::Store::set_member).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberOutcome {
    /// The user is a member in the given role.
    Set,
    /// No such organization, or it is deleted.
    NoOrganization,
    /// No such user.
    NoUser,
}

/// As much of an organization as tells it from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationSummary {
    /// The organization's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its slug.
    pub slug: String,
    /// Where its logo is.
    pub logo_url: Option<String>,
}

/// An organization, or its summary, in its caller's list.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed<O> {
    /// The organization.
    pub organization: O,
    /// The caller's role in it.
    pub role: Role,
    /// The id of the caller's membership.
    pub membership_id: String,
    /// When the caller became a member.
    pub joined_at: DateTime<Utc>,
}

/// One page of a caller's organizations.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<O> {
    /// Newest first.
    pub items: Vec<Listed<O>>,
    /// Whether there are older ones.
    pub has_more: bool,
}
