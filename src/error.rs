//! The reasons for which a request is refused or fails.

use orgd_api::{Permission, Rejection, models};
use thiserror::Error;

use crate::crypto::vault::VaultError;
use crate::domain::Resource;
use crate::domain::precondition::Unmet;
use crate::store::{Absent, StoreError};

/// The reason for which a request is refused or fails.
///
/// The caller sees the text of a refusal. The text of an internal error goes only to the log.
#[derive(Debug, Error)]
pub enum Error {
    /// The request was refused before its operation was called.
    #[error("The request violates the contract.")]
    Rejected(Rejection),
    /// The cursor is not the id of one of the caller's organizations.
    #[error("The cursor is not the id of one of your organizations.")]
    UnknownCursor,
    /// The request violates the contract, in these ways.
    #[error("{}", summary(.0))]
    Invalid(Vec<models::Violation>),
    /// The body is not JSON.
    #[error("The body is not valid JSON: {0}.")]
    Malformed(String),
    /// The operation does not accept the media type of the body.
    #[error("The body must be application/json.")]
    UnsupportedMediaType,
    /// The body is too large.
    #[error("The body is larger than {} bytes.", orgd_api::input::MAX_BODY)]
    PayloadTooLarge,
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
    /// The body has a transfer coding that the server does not support.
    #[error("The Transfer-Encoding must be chunked.")]
    TransferCoding,
    /// No route has the path.
    #[error("This path does not exist.")]
    NoSuchPath,
    /// The route does not have the method.
    #[error("This path does not support this method.")]
    MethodNotAllowed,
    /// The resource does not exist, or was deleted.
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
            Rejection::UnsupportedMediaType => Self::UnsupportedMediaType,
            Rejection::PayloadTooLarge => Self::PayloadTooLarge,
            Rejection::Incomplete => Self::Malformed("it ended too early".to_owned()),
            Rejection::Malformed(error) => Self::Malformed(error.to_string()),
            Rejection::Invalid { .. } => Self::Rejected(rejection),
        }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Absent(Absent::Caller) => Self::Unauthenticated,
            StoreError::Absent(Absent::Organization) => Self::NotFound(Resource::Organization),
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

fn summary(violations: &[models::Violation]) -> String {
    let count = match violations.len() {
        1 => "1 violation".to_owned(),
        count => format!("{count} violations"),
    };
    let first = violations.first().map(|violation| {
        // A member can have any name, and people read the text in terminals.
        let pointer = violation.pointer.replace(char::is_control, "\u{FFFD}");
        let place = format!("{} {pointer}", violation.part);
        format!(": {} {}", place.trim_end(), violation.message)
    });
    format!("The request has {count}{}.", first.unwrap_or_default())
}
