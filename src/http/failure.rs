//! Errors in the envelope of each surface.

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use orgd_api::models::{
    self, PublicErrorTitle as Title, PublicFailure, PublicFailureDetail, V1ErrorCode as Code,
    V1Failure, V1FailureDetail, ViolationPart,
};
use orgd_runtime::{Envelope, Rejection, RequestInfo, Violation};

use crate::causes::with_causes;
use crate::domain::member::{NotTransferable, ProtectedMember};
use crate::error::Error;
use crate::surface::Surface;

/// Tells how to authenticate (RFC 6750, 3).
const CHALLENGE: &str = r#"Bearer realm="orgd""#;

/// Tells as well that what was sent is not valid (RFC 6750, 3.1).
const INVALID_TOKEN: &str = r#"Bearer realm="orgd", error="invalid_token""#;

/// The same error in the words of both surfaces.
struct Kind(StatusCode, Title, Code);

/// The reason of a failure that operators count. A response to it has the reason in its extensions.
#[derive(Debug, Clone, Copy)]
pub struct Reason(pub &'static str);

impl Envelope for Error {
    fn status(&self) -> StatusCode {
        self.kind().0
    }

    fn render(&self, request: RequestInfo<'_>) -> Response {
        let Kind(status, title, code) = self.kind();
        let violations = self.violations();
        let message = if self.is_fault(status) {
            self.log();
            public_text(status).to_owned()
        } else {
            tracing::debug!(reason = self.to_string(), "refused");
            match &violations {
                Some(violations) => Rejection::Invalid(violations.clone()).to_string(),
                None => self.to_string(),
            }
        };
        let violations = violations.map(|all| all.into_iter().map(violation).collect());
        let request_id = request.id.to_owned();
        let body = match Surface::of_path(request.path) {
            Surface::Public => Json(PublicFailure {
                error: PublicFailureDetail {
                    title,
                    detail: message,
                    request_id,
                    violations,
                },
            })
            .into_response(),
            Surface::V1 => Json(V1Failure {
                success: false,
                error: V1FailureDetail {
                    code,
                    message,
                    request_id,
                    violations,
                },
            })
            .into_response(),
        };
        let mut response = (status, self.headers(status), body).into_response();
        if let Some(reason) = self.reason() {
            response.extensions_mut().insert(reason);
        }
        response
    }
}

impl Error {
    /// The reason, if operators count it.
    fn reason(&self) -> Option<Reason> {
        let reason = match self {
            Self::Store(_) => "database",
            Self::Vault(_) | Self::Internal(_) => "internal",
            Self::Unauthenticated => "authentication",
            Self::Overloaded => "overload",
            Self::TookTooLong => "timeout",
            Self::Rejected(Rejection::TooManyRequests(_)) => "rate_limit",
            _ => return None,
        };
        Some(Reason(reason))
    }

    /// The headers that the error calls for.
    fn headers(&self, status: StatusCode) -> HeaderMap {
        let mut headers: HeaderMap = match self {
            Self::Rejected(rejection) => rejection.headers().into_iter().collect(),
            _ => HeaderMap::new(),
        };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        let more = match (self, status) {
            (Self::Unauthenticated, _) => Some((header::WWW_AUTHENTICATE, INVALID_TOKEN)),
            (Self::NoCredential, _) => Some((header::WWW_AUTHENTICATE, CHALLENGE)),
            (_, StatusCode::SERVICE_UNAVAILABLE) => Some((header::RETRY_AFTER, "1")),
            _ => None,
        };
        headers.extend(more.map(|(name, value)| (name, HeaderValue::from_static(value))));
        headers
    }

    /// Every violation of the contract, for a 400 that is due to them.
    fn violations(&self) -> Option<Vec<Violation>> {
        let violations = match self {
            Self::Rejected(Rejection::Invalid(violations)) => violations.clone(),
            Self::UnknownCursor => {
                let message = "must be the id of one of your organizations";
                vec![Violation::in_query("cursor", "cursor", message)]
            }
            Self::ReadOnly(members) => {
                let message = "is read-only, and has another value";
                let violation = |name| Violation::in_body(format!("/{name}"), "readOnly", message);
                members.iter().map(violation).collect()
            }
            Self::ProtectedMember(reason) => {
                let code = match reason {
                    ProtectedMember::Owner => "owner",
                    ProtectedMember::Caller => "self",
                };
                vec![Violation::in_path("memberId", code, reason.to_string())]
            }
            Self::NotTransferable(reason) => {
                let code = match reason {
                    NotTransferable::Owner => "owner",
                    NotTransferable::Deactivated => "deactivated",
                };
                let pointer = "/memberId".to_owned();
                vec![Violation::in_body(pointer, code, reason.to_string())]
            }
            _ => return None,
        };
        Some(violations)
    }

    /// Whether the cause is for the log, and not for the caller.
    fn is_fault(&self, status: StatusCode) -> bool {
        let is_told = status == StatusCode::NOT_IMPLEMENTED
            || matches!(self, Self::Overloaded | Self::TookTooLong | Self::Leaving);
        status.is_server_error() && !is_told
    }

    fn log(&self) {
        let cause = std::error::Error::source(self).map(with_causes);
        tracing::error!(error = self.to_string(), cause, "the request failed");
    }

    fn kind(&self) -> Kind {
        use StatusCode as S;

        match self {
            Error::Rejected(rejection) => Kind::of_rejection(rejection),
            Error::UnknownCursor
            | Error::ReadOnly(_)
            | Error::ProtectedMember(_)
            | Error::NotTransferable(_)
            | Error::UnreadableRequest => Kind::of_invalid(),
            Error::UriTooLong => Kind(S::URI_TOO_LONG, Title::UriTooLong, Code::UriTooLong),
            Error::HeadersTooLarge => Kind(
                S::REQUEST_HEADER_FIELDS_TOO_LARGE,
                Title::RequestHeaderFieldsTooLarge,
                Code::RequestHeaderFieldsTooLarge,
            ),
            Error::NoCredential | Error::Unauthenticated => Kind(
                S::UNAUTHORIZED,
                Title::Unauthorized,
                Code::AuthenticationError,
            ),
            Error::NotAMember | Error::Forbidden(_) => {
                Kind(S::FORBIDDEN, Title::Forbidden, Code::AuthorizationError)
            }
            Error::NotFound(_) => Kind(S::NOT_FOUND, Title::NotFound, Code::NotFound),
            Error::SlugTaken(_) => Kind(S::CONFLICT, Title::Conflict, Code::Conflict),
            Error::PreconditionFailed | Error::VersionExcluded => Kind(
                S::PRECONDITION_FAILED,
                Title::PreconditionFailed,
                Code::PreconditionFailed,
            ),
            Error::Overloaded | Error::TookTooLong | Error::Leaving => Kind::of_unavailable(),
            Error::Store(error) if error.is_temporary() => Kind::of_unavailable(),
            Error::Store(_) | Error::Vault(_) | Error::Internal(_) => Kind(
                S::INTERNAL_SERVER_ERROR,
                Title::InternalServerError,
                Code::InternalError,
            ),
        }
    }
}

impl Kind {
    fn of_rejection(rejection: &Rejection) -> Self {
        let (title, code) = match rejection {
            Rejection::NoSuchPath => (Title::NotFound, Code::NotFound),
            Rejection::MethodNotAllowed => (Title::MethodNotAllowed, Code::MethodNotAllowed),
            Rejection::CredentialMissing(_) => (Title::Unauthorized, Code::AuthenticationError),
            Rejection::TooManyRequests(_) => (Title::TooManyRequests, Code::RateLimitExceeded),
            Rejection::UnsupportedMediaType(..) | Rejection::UnsupportedEncoding => {
                (Title::UnsupportedMediaType, Code::UnsupportedMediaType)
            }
            Rejection::PayloadTooLarge(_) => (Title::PayloadTooLarge, Code::PayloadTooLarge),
            Rejection::TookTooLong => (Title::RequestTimeout, Code::RequestTimeout),
            Rejection::Incomplete | Rejection::Malformed(..) => {
                (Title::ValidationError, Code::ParseError)
            }
            // No operation answers with several media types, so that none is unacceptable.
            Rejection::Invalid(_) | Rejection::NotAcceptable(_) => {
                (Title::ValidationError, Code::ValidationError)
            }
            Rejection::TransferCoding | Rejection::NotImplemented => {
                (Title::NotImplemented, Code::NotImplemented)
            }
            Rejection::Contract(_) => (Title::InternalServerError, Code::InternalError),
        };
        Self(rejection.status(), title, code)
    }

    fn of_unavailable() -> Self {
        Self(
            StatusCode::SERVICE_UNAVAILABLE,
            Title::ServiceUnavailable,
            Code::ServiceUnavailable,
        )
    }

    fn of_invalid() -> Self {
        Self(
            StatusCode::BAD_REQUEST,
            Title::ValidationError,
            Code::ValidationError,
        )
    }
}

fn public_text(status: StatusCode) -> &'static str {
    match status {
        StatusCode::SERVICE_UNAVAILABLE => "The database is unavailable. Try again later.",
        _ => "An internal error occurred.",
    }
}

fn violation(violation: Violation) -> models::Violation {
    models::Violation {
        part: match violation.part {
            "path" => ViolationPart::Path,
            "query" => ViolationPart::Query,
            "header" => ViolationPart::Header,
            _ => ViolationPart::Body,
        },
        pointer: violation.pointer,
        code: violation.code,
        message: violation.message,
    }
}
