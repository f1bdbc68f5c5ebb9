use serde::{Deserialize, Serialize};

/// The kind of error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum V1ErrorCode {
    /// `VALIDATION_ERROR`
    #[serde(rename = "VALIDATION_ERROR")]
    ValidationError,
    /// `PARSE_ERROR`
    #[serde(rename = "PARSE_ERROR")]
    ParseError,
    /// `AUTHENTICATION_ERROR`
    #[serde(rename = "AUTHENTICATION_ERROR")]
    AuthenticationError,
    /// `AUTHORIZATION_ERROR`
    #[serde(rename = "AUTHORIZATION_ERROR")]
    AuthorizationError,
    /// `NOT_FOUND`
    #[serde(rename = "NOT_FOUND")]
    NotFound,
    /// `METHOD_NOT_ALLOWED`
    #[serde(rename = "METHOD_NOT_ALLOWED")]
    MethodNotAllowed,
    /// `REQUEST_TIMEOUT`
    #[serde(rename = "REQUEST_TIMEOUT")]
    RequestTimeout,
    /// `CONFLICT`
    #[serde(rename = "CONFLICT")]
    Conflict,
    /// `PRECONDITION_FAILED`
    #[serde(rename = "PRECONDITION_FAILED")]
    PreconditionFailed,
    /// `PAYLOAD_TOO_LARGE`
    #[serde(rename = "PAYLOAD_TOO_LARGE")]
    PayloadTooLarge,
    /// `UNSUPPORTED_MEDIA_TYPE`
    #[serde(rename = "UNSUPPORTED_MEDIA_TYPE")]
    UnsupportedMediaType,
    /// `URI_TOO_LONG`
    #[serde(rename = "URI_TOO_LONG")]
    UriTooLong,
    /// `RATE_LIMIT_EXCEEDED`
    #[serde(rename = "RATE_LIMIT_EXCEEDED")]
    RateLimitExceeded,
    /// `REQUEST_HEADER_FIELDS_TOO_LARGE`
    #[serde(rename = "REQUEST_HEADER_FIELDS_TOO_LARGE")]
    RequestHeaderFieldsTooLarge,
    /// `INTERNAL_ERROR`
    #[serde(rename = "INTERNAL_ERROR")]
    InternalError,
    /// `NOT_IMPLEMENTED`
    #[serde(rename = "NOT_IMPLEMENTED")]
    NotImplemented,
    /// `SERVICE_UNAVAILABLE`
    #[serde(rename = "SERVICE_UNAVAILABLE")]
    ServiceUnavailable,
}
