use serde::{Deserialize, Serialize};

/// The kind of error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PublicErrorTitle {
    /// `ValidationError`
    ValidationError,
    /// `Unauthorized`
    Unauthorized,
    /// `Forbidden`
    Forbidden,
    /// `NotFound`
    NotFound,
    /// `MethodNotAllowed`
    MethodNotAllowed,
    /// `RequestTimeout`
    RequestTimeout,
    /// `Conflict`
    Conflict,
    /// `PreconditionFailed`
    PreconditionFailed,
    /// `PayloadTooLarge`
    PayloadTooLarge,
    /// `UnsupportedMediaType`
    UnsupportedMediaType,
    /// `UriTooLong`
    UriTooLong,
    /// `TooManyRequests`
    TooManyRequests,
    /// `RequestHeaderFieldsTooLarge`
    RequestHeaderFieldsTooLarge,
    /// `InternalServerError`
    InternalServerError,
    /// `NotImplemented`
    NotImplemented,
    /// `ServiceUnavailable`
    ServiceUnavailable,
}
