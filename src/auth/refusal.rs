//! The reasons for which credentials are refused.

use jsonwebtoken::errors::ErrorKind;
use thiserror::Error;
use tracing::Span;
use tracing::field::display;

/// The reason for which a credential is refused, for the log. It contains nothing of the credential, and the caller is
/// not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// No user has this API key, or no longer.
    #[error("the API key is unknown, expired or revoked, or its user is deactivated")]
    Key,
    /// The credential was valid a moment ago.
    #[error("the API key has expired or was revoked, or the user was deactivated")]
    NoLongerValid,
    /// It is not a signed token with the claims that are always required.
    #[error("it is neither an API key nor a token with valid claims and `exp`")]
    Malformed,
    /// The signature is wrong, or another secret was used.
    #[error("the signature of the token does not match")]
    Signature,
    /// It is signed in another way than with HS256.
    #[error("the algorithm of the token is not HS256")]
    Algorithm,
    /// The issuer is not the configured one.
    #[error("`iss` is not the configured issuer")]
    Issuer,
    /// The audience is not the configured one.
    #[error("`aud` is not the configured audience")]
    Audience,
    /// A claim that the configuration requires is absent.
    #[error("`exp`, or the configured `iss` or `aud`, is absent")]
    MissingClaim,
    /// It relies on an extension, which this server does not support (RFC 7515, 4.1.11).
    #[error("`crit` names an extension that is not supported")]
    Critical,
    /// The expiration time is in milliseconds.
    #[error("`exp` is in milliseconds, but must be in seconds")]
    Milliseconds,
    /// It has expired.
    #[error("`exp` is in the past")]
    Expired,
    /// It is not valid yet.
    #[error("`nbf` or `iat` is in the future")]
    NotYetValid,
    /// It is valid for too long.
    #[error("the lifetime of the token exceeds the maximum (ORGD_JWT_MAX_LIFETIME)")]
    Lifetime,
    /// It names no user.
    #[error("neither `sub` nor `userId` is a user's ID")]
    NoUser,
    /// The user does not exist or is deactivated.
    #[error("the user of the token does not exist or is deactivated")]
    User,
}

impl Refusal {
    /// Adds the reason to the request's line in the log.
    pub(super) fn log(self) {
        Span::current().record("refused", display(self));
    }
}

/// Does not keep the library's error, whose text may contain claims.
impl From<jsonwebtoken::errors::Error> for Refusal {
    fn from(error: jsonwebtoken::errors::Error) -> Self {
        match error.kind() {
            ErrorKind::InvalidSignature => Self::Signature,
            ErrorKind::InvalidAlgorithm | ErrorKind::InvalidAlgorithmName => Self::Algorithm,
            ErrorKind::InvalidIssuer => Self::Issuer,
            ErrorKind::InvalidAudience => Self::Audience,
            ErrorKind::MissingRequiredClaim(_) => Self::MissingClaim,
            _ => Self::Malformed,
        }
    }
}
