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

impl PublicErrorTitle {
    /// The value as the contract writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ValidationError => "ValidationError",
            Self::Unauthorized => "Unauthorized",
            Self::Forbidden => "Forbidden",
            Self::NotFound => "NotFound",
            Self::MethodNotAllowed => "MethodNotAllowed",
            Self::RequestTimeout => "RequestTimeout",
            Self::Conflict => "Conflict",
            Self::PreconditionFailed => "PreconditionFailed",
            Self::PayloadTooLarge => "PayloadTooLarge",
            Self::UnsupportedMediaType => "UnsupportedMediaType",
            Self::UriTooLong => "UriTooLong",
            Self::TooManyRequests => "TooManyRequests",
            Self::RequestHeaderFieldsTooLarge => "RequestHeaderFieldsTooLarge",
            Self::InternalServerError => "InternalServerError",
            Self::NotImplemented => "NotImplemented",
            Self::ServiceUnavailable => "ServiceUnavailable",
        }
    }
}

impl std::fmt::Display for PublicErrorTitle {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl std::str::FromStr for PublicErrorTitle {
    type Err = orgd_runtime::values::UnknownValue;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "ValidationError" => Ok(Self::ValidationError),
            "Unauthorized" => Ok(Self::Unauthorized),
            "Forbidden" => Ok(Self::Forbidden),
            "NotFound" => Ok(Self::NotFound),
            "MethodNotAllowed" => Ok(Self::MethodNotAllowed),
            "RequestTimeout" => Ok(Self::RequestTimeout),
            "Conflict" => Ok(Self::Conflict),
            "PreconditionFailed" => Ok(Self::PreconditionFailed),
            "PayloadTooLarge" => Ok(Self::PayloadTooLarge),
            "UnsupportedMediaType" => Ok(Self::UnsupportedMediaType),
            "UriTooLong" => Ok(Self::UriTooLong),
            "TooManyRequests" => Ok(Self::TooManyRequests),
            "RequestHeaderFieldsTooLarge" => Ok(Self::RequestHeaderFieldsTooLarge),
            "InternalServerError" => Ok(Self::InternalServerError),
            "NotImplemented" => Ok(Self::NotImplemented),
            "ServiceUnavailable" => Ok(Self::ServiceUnavailable),
            _ => Err(orgd_runtime::values::UnknownValue),
        }
    }
}
