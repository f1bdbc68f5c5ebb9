//! The reasons for which a request is refused or fails.

use orgd_runtime::{Permission, Rejection};
use thiserror::Error;

use crate::crypto::vault::VaultError;
use crate::domain::Resource;
use crate::domain::member::{NotTransferable, ProtectedMember};
use crate::domain::precondition::Unmet;
use crate::store::{Absent, StoreError};

/// The reason for which a request is refused or fails.
///
/// The caller sees the text of a refusal. The text of an internal error goes only to the log.
#[derive(Debug, Error)]
pub enum Error {
    /// The request was refused before its operation was called, or breaks the contract in a way that only the
    /// operation can tell.
    #[error(transparent)]
    Rejected(Rejection),
    /// The cursor is not the id of one of the caller's organizations.
    #[error("The cursor is not the id of one of your organizations.")]
    UnknownCursor,
    /// These read-only members of a body differ from the present values.
    #[error("The request changes read-only members.")]
    ReadOnly(Vec<&'static str>),
    /// The member in the path cannot be changed.
    #[error("The member {0}.")]
    ProtectedMember(#[from] ProtectedMember),
    /// The member in the body cannot become the owner.
    #[error("The new owner {0}.")]
    NotTransferable(#[from] NotTransferable),
    /// The request has no bearer credential.
    #[error("Missing or invalid bearer credential.")]
    NoCredential,
    /// The bearer credential is not valid, or no longer valid.
    #[error("Missing or invalid bearer credential.")]
    Unauthenticated,
    /// The bytes are not an HTTP request.
    #[error("The request is not valid HTTP.")]
    UnreadableRequest,
    /// The target of the request is too long.
    #[error("The request target is too long.")]
    UriTooLong,
    /// The header of the request is too large.
    #[error("The request header is too large.")]
    HeadersTooLarge,
    /// There is no such resource, or it was deleted.
    #[error("{0} not found.")]
    NotFound(Resource),
    /// The caller is not a member of the organization.
    #[error("You are not a member of this organization.")]
    NotAMember,
    /// The caller's role does not include the permission.
    #[error("Insufficient permissions ({} required).", .0.0)]
    Forbidden(Permission),
    /// Another organization has the slug.
    #[error("The slug \"{0}\" is taken.")]
    SlugTaken(String),
    /// `If-Match` does not name the current version.
    #[error("The organization does not have the ETag given in If-Match.")]
    PreconditionFailed,
    /// `If-None-Match` names the current version.
    #[error("The organization has the ETag given in If-None-Match.")]
    VersionExcluded,
    /// The server already answers as many requests as it takes on.
    #[error("The server is overloaded. Try again later.")]
    Overloaded,
    /// The request was not answered in time.
    #[error("The server took too long to answer.")]
    TookTooLong,
    /// The server is about to stop.
    #[error("The server is about to stop.")]
    Leaving,
    /// A database error.
    #[error(transparent)]
    Store(StoreError),
    /// An encryption error.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// An internal error, with its description.
    #[error("{0}")]
    Internal(String),
}

impl From<Rejection> for Error {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::CredentialMissing(_) => Self::NoCredential,
            rejection => Self::Rejected(rejection),
        }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Absent(Absent::Caller) => Self::Unauthenticated,
            StoreError::Absent(Absent::Organization) => Self::NotFound(Resource::Organization),
            StoreError::Absent(Absent::Member) => Self::NotFound(Resource::Member),
            StoreError::Absent(Absent::User) => Self::NotFound(Resource::User),
            error => Self::Store(error),
        }
    }
}

impl From<Unmet> for Error {
    fn from(unmet: Unmet) -> Self {
        match unmet {
            Unmet::NotIncluded => Self::PreconditionFailed,
            Unmet::Excluded => Self::VersionExcluded,
        }
    }
}
