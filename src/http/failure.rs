//! Errors as each surface tells them.

use std::sync::Arc;

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use orgd_api::models::{
    PublicErrorTitle as Title, PublicFailure, PublicFailureDetail, V1ErrorCode as Code, V1Failure,
    V1FailureDetail,
};

use crate::causes::with_causes;
use crate::error::Error;
use crate::store::StoreError;
use crate::surface::Surface;

/// An error on its way out, to be told once the request's id and surface are at hand.
#[derive(Debug, Clone)]
pub struct Failure(Arc<Error>);

/// Tells how to authenticate (RFC 6750, 3).
const CHALLENGE: &str = r#"Bearer realm="orgd""#;

/// Tells as well that what was sent is not valid (RFC 6750, 3.1).
const INVALID_TOKEN: &str = r#"Bearer realm="orgd", error="invalid_token""#;

/// The same error in the words of both surfaces.
struct Kind(StatusCode, Title, Code);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(Arc::new(error))
    }
}

impl Failure {
    /// A response that carries the error to [`super::request::answer`].
    pub fn response(error: Error) -> Response {
        let failure = Self::from(error);
        let mut response = failure.kind().0.into_response();
        response.extensions_mut().insert(failure);
        response
    }

    /// Logs a fault of ours, once, and puts the error into the surface's envelope.
    pub fn tell(&self, surface: Surface, request_id: &str) -> Response {
        let Kind(status, title, code) = self.kind();
        let message = if status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED {
            self.log();
            public_text(status).to_owned()
        } else {
            tracing::debug!(reason = %self.0, "refused");
            self.0.to_string()
        };
        let violations = match &*self.0 {
            Error::Invalid(violations) => Some(violations.clone()),
            _ => None,
        };
        let request_id = request_id.to_owned();
        let body = match surface {
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
        (status, self.headers(status), body).into_response()
    }

    /// The headers that the error calls for.
    fn headers(&self, status: StatusCode) -> HeaderMap {
        let no_store = (header::CACHE_CONTROL, "no-store");
        let more = match (&*self.0, status) {
            (Error::NoCredential, _) => Some((header::WWW_AUTHENTICATE, CHALLENGE)),
            (Error::Unauthenticated, _) => Some((header::WWW_AUTHENTICATE, INVALID_TOKEN)),
            (_, StatusCode::SERVICE_UNAVAILABLE) => Some((header::RETRY_AFTER, "1")),
            _ => None,
        };
        [Some(no_store), more]
            .into_iter()
            .flatten()
            .map(|(name, value)| (name, HeaderValue::from_static(value)))
            .collect()
    }

    fn log(&self) {
        let cause = std::error::Error::source(&*self.0).map(with_causes);
        tracing::error!(error = %self.0, cause, "the request failed");
    }

    fn kind(&self) -> Kind {
        use StatusCode as S;

        match &*self.0 {
            Error::Rejected(_)
            | Error::Invalid(_)
            | Error::UnknownCursor
            | Error::UnreadableRequest => Kind::of_invalid(),
            Error::UriTooLong => Kind(S::URI_TOO_LONG, Title::UriTooLong, Code::UriTooLong),
            Error::HeadersTooLarge => Kind(
                S::REQUEST_HEADER_FIELDS_TOO_LARGE,
                Title::RequestHeaderFieldsTooLarge,
                Code::RequestHeaderFieldsTooLarge,
            ),
            Error::Malformed(_) => Kind(S::BAD_REQUEST, Title::ValidationError, Code::ParseError),
            Error::UnsupportedMediaType => Kind(
                S::UNSUPPORTED_MEDIA_TYPE,
                Title::UnsupportedMediaType,
                Code::UnsupportedMediaType,
            ),
            Error::PayloadTooLarge => Kind(
                S::PAYLOAD_TOO_LARGE,
                Title::PayloadTooLarge,
                Code::PayloadTooLarge,
            ),
            Error::TransferCoding => Kind(
                S::NOT_IMPLEMENTED,
                Title::NotImplemented,
                Code::NotImplemented,
            ),
            Error::NoCredential | Error::Unauthenticated => Kind(
                S::UNAUTHORIZED,
                Title::Unauthorized,
                Code::AuthenticationError,
            ),
            Error::NotAMember | Error::Forbidden(_) => {
                Kind(S::FORBIDDEN, Title::Forbidden, Code::AuthorizationError)
            }
            Error::NoSuchPath | Error::NotFound(_) => {
                Kind(S::NOT_FOUND, Title::NotFound, Code::NotFound)
            }
            Error::MethodNotAllowed => Kind(
                S::METHOD_NOT_ALLOWED,
                Title::MethodNotAllowed,
                Code::MethodNotAllowed,
            ),
            Error::SlugTaken(_) => Kind(S::CONFLICT, Title::Conflict, Code::Conflict),
            Error::PreconditionFailed | Error::VersionExcluded => Kind(
                S::PRECONDITION_FAILED,
                Title::PreconditionFailed,
                Code::PreconditionFailed,
            ),
            Error::Store(StoreError::Unavailable(_)) => Kind(
                S::SERVICE_UNAVAILABLE,
                Title::ServiceUnavailable,
                Code::ServiceUnavailable,
            ),
            Error::Store(_) | Error::Vault(_) | Error::Internal(_) => Kind(
                S::INTERNAL_SERVER_ERROR,
                Title::InternalServerError,
                Code::InternalError,
            ),
        }
    }
}

impl Kind {
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
        StatusCode::SERVICE_UNAVAILABLE => "The database does not answer at the moment.",
        _ => "Something went wrong on our side.",
    }
}
