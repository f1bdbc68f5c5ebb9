//! Everything that can go wrong with a request.

use orgd_api::{Permission, Rejection, models};
use thiserror::Error;

use crate::auth::vault::VaultError;
use crate::store::StoreError;

/// Why a request could not be answered as asked.
///
/// The text of the first kinds is for the caller; a fault of ours is told to the log alone.
#[derive(Debug, Error)]
pub enum Error {
    /// The request was refused before its operation was called.
    #[error("The request breaks the contract.")]
    Rejected(Rejection),
    /// The cursor is none of the caller's organizations.
    #[error("The cursor is none of your organizations.")]
    UnknownCursor,
    /// The request breaks the contract, in these ways.
    #[error("{}", summary(.0))]
    Invalid(Vec<models::Violation>),
    /// The body is not JSON.
    #[error("The body is not valid JSON: {0}.")]
    Malformed(String),
    #[error("The body has to be application/json.")]
    UnsupportedMediaType,
    #[error("The body is larger than {} bytes.", orgd_api::input::MAX_BODY)]
    PayloadTooLarge,
    /// No bearer credential was sent.
    #[error("Missing or invalid bearer credential.")]
    NoCredential,
    /// The bearer credential is not valid, or not any more.
    #[error("Missing or invalid bearer credential.")]
    Unauthenticated,
    #[error("The request is not valid HTTP.")]
    UnreadableRequest,
    #[error("The target of the request is too long.")]
    UriTooLong,
    #[error("The header of the request is too large.")]
    HeadersTooLarge,
    #[error("The Transfer-Encoding has to be chunked.")]
    TransferCoding,
    #[error("There is nothing at this path.")]
    NoSuchPath,
    #[error("This path does not support that method.")]
    MethodNotAllowed,
    /// There is no such organization, or it was deleted.
    #[error("Organization not found.")]
    NotFound,
    #[error("You are not a member of this organization.")]
    NotAMember,
    /// The caller's role does not include the permission.
    #[error("Insufficient permissions ({} required).", .0.0)]
    Forbidden(Permission),
    #[error("The slug \"{0}\" is taken.")]
    SlugTaken(String),
    #[error("The organization does not have the ETag given in If-Match.")]
    PreconditionFailed,
    #[error("The organization has the ETag given in If-None-Match.")]
    VersionExcluded,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// What must not happen; says what.
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

/// An error and its causes, each said once, from what failed down to why.
pub fn in_full(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| (*error).source());
    let mut causes: Vec<_> = causes.map(ToString::to_string).collect();
    // Some errors repeat their cause.
    causes.dedup_by(|cause, error| error.ends_with(cause.as_str()));
    causes.join(": ")
}

fn summary(violations: &[models::Violation]) -> String {
    let faults = match violations.len() {
        1 => "1 fault".to_owned(),
        count => format!("{count} faults"),
    };
    let first = violations.first().map(|violation| {
        // A member may have any name; the text is for people and their terminals.
        let pointer = violation.pointer.replace(char::is_control, "\u{FFFD}");
        let place = format!("{} {pointer}", violation.part);
        format!(": {} {}", place.trim_end(), violation.message)
    });
    format!("The request has {faults}{}.", first.unwrap_or_default())
}
