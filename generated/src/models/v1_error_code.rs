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

impl V1ErrorCode {
    /// The value as the contract writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ValidationError => "VALIDATION_ERROR",
            Self::ParseError => "PARSE_ERROR",
            Self::AuthenticationError => "AUTHENTICATION_ERROR",
            Self::AuthorizationError => "AUTHORIZATION_ERROR",
            Self::NotFound => "NOT_FOUND",
            Self::MethodNotAllowed => "METHOD_NOT_ALLOWED",
            Self::RequestTimeout => "REQUEST_TIMEOUT",
            Self::Conflict => "CONFLICT",
            Self::PreconditionFailed => "PRECONDITION_FAILED",
            Self::PayloadTooLarge => "PAYLOAD_TOO_LARGE",
            Self::UnsupportedMediaType => "UNSUPPORTED_MEDIA_TYPE",
            Self::UriTooLong => "URI_TOO_LONG",
            Self::RateLimitExceeded => "RATE_LIMIT_EXCEEDED",
            Self::RequestHeaderFieldsTooLarge => "REQUEST_HEADER_FIELDS_TOO_LARGE",
            Self::InternalError => "INTERNAL_ERROR",
            Self::NotImplemented => "NOT_IMPLEMENTED",
            Self::ServiceUnavailable => "SERVICE_UNAVAILABLE",
        }
    }
}

impl std::fmt::Display for V1ErrorCode {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl std::str::FromStr for V1ErrorCode {
    type Err = orgd_runtime::values::UnknownValue;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "VALIDATION_ERROR" => Ok(Self::ValidationError),
            "PARSE_ERROR" => Ok(Self::ParseError),
            "AUTHENTICATION_ERROR" => Ok(Self::AuthenticationError),
            "AUTHORIZATION_ERROR" => Ok(Self::AuthorizationError),
            "NOT_FOUND" => Ok(Self::NotFound),
            "METHOD_NOT_ALLOWED" => Ok(Self::MethodNotAllowed),
            "REQUEST_TIMEOUT" => Ok(Self::RequestTimeout),
            "CONFLICT" => Ok(Self::Conflict),
            "PRECONDITION_FAILED" => Ok(Self::PreconditionFailed),
            "PAYLOAD_TOO_LARGE" => Ok(Self::PayloadTooLarge),
            "UNSUPPORTED_MEDIA_TYPE" => Ok(Self::UnsupportedMediaType),
            "URI_TOO_LONG" => Ok(Self::UriTooLong),
            "RATE_LIMIT_EXCEEDED" => Ok(Self::RateLimitExceeded),
            "REQUEST_HEADER_FIELDS_TOO_LARGE" => Ok(Self::RequestHeaderFieldsTooLarge),
            "INTERNAL_ERROR" => Ok(Self::InternalError),
            "NOT_IMPLEMENTED" => Ok(Self::NotImplemented),
            "SERVICE_UNAVAILABLE" => Ok(Self::ServiceUnavailable),
            _ => Err(orgd_runtime::values::UnknownValue),
        }
    }
}
