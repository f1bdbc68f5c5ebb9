//! The default envelope of errors: `application/problem+json` (RFC 9457).

use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::failure::RequestInfo;
use crate::operation::SchemeKind;
use crate::rate_limit::seconds;
use crate::{Envelope, Rejection, Requirement, Violation};

/// A problem, as RFC 9457 defines it, with the violations of the contract as an extension member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The kind of problem; `about:blank` where the status says it all.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind of problem in words.
    pub title: String,
    /// The HTTP status.
    #[serde(serialize_with = "number")]
    pub status: StatusCode,
    /// This problem in words.
    pub detail: String,
    /// Names the request in the server's log; the same as in the `X-Request-Id` header.
    #[serde(rename = "requestId", skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Every violation of the contract; absent for other problems.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub violations: Vec<Violation>,
    /// Headers that the status calls for.
    #[serde(skip)]
    pub headers: Vec<(HeaderName, HeaderValue)>,
}

impl Problem {
    /// A problem of that status.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank".to_owned(),
            title: status.canonical_reason().unwrap_or("Error").to_owned(),
            status,
            detail: detail.into(),
            request_id: None,
            violations: Vec::new(),
            headers: Vec::new(),
        }
    }
}

impl Rejection {
    /// The status that answers a rejection.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NoSuchPath => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::CredentialMissing(_) => StatusCode::UNAUTHORIZED,
            Self::TooManyRequests(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::NotAcceptable(_) => StatusCode::NOT_ACCEPTABLE,
            Self::UnsupportedMediaType(..) | Self::UnsupportedEncoding => {
                StatusCode::UNSUPPORTED_MEDIA_TYPE
            }
            Self::PayloadTooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Incomplete | Self::Malformed(..) | Self::Invalid(_) => StatusCode::BAD_REQUEST,
            Self::TookTooLong => StatusCode::REQUEST_TIMEOUT,
            Self::Contract(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::NotImplemented | Self::TransferCoding => StatusCode::NOT_IMPLEMENTED,
        }
    }

    /// The headers that answer a rejection: `WWW-Authenticate`, `Retry-After`, `Accept-Patch` and
    /// `Accept-Post`, or `Accept-Encoding`.
    pub fn headers(&self) -> Vec<(HeaderName, HeaderValue)> {
        match self {
            Self::CredentialMissing(alternatives) => challenges(alternatives),
            Self::TooManyRequests(wait) => vec![(header::RETRY_AFTER, seconds(*wait).into())],
            Self::UnsupportedMediaType(media, method) => {
                let types: Vec<_> = media.iter().map(|media| media.range).collect();
                let name = match **method {
                    Method::PATCH => HeaderName::from_static("accept-patch"),
                    Method::POST => HeaderName::from_static("accept-post"),
                    _ => return Vec::new(),
                };
                let types = HeaderValue::from_str(&types.join(", "));
                types
                    .into_iter()
                    .map(|types| (name.clone(), types))
                    .collect()
            }
            Self::UnsupportedEncoding => {
                vec![(
                    header::ACCEPT_ENCODING,
                    HeaderValue::from_static("identity"),
                )]
            }
            _ => Vec::new(),
        }
    }
}

/// A challenge for each scheme of the `Authorization` header that the alternatives name.
fn challenges(alternatives: &[Requirement]) -> Vec<(HeaderName, HeaderValue)> {
    let mut schemes: Vec<_> = alternatives
        .iter()
        .flat_map(|requirement| requirement.0)
        .map(|scheme| match scheme.kind {
            SchemeKind::Basic => "Basic realm=\"api\"",
            SchemeKind::Http(scheme) => scheme,
            _ => "Bearer",
        })
        .collect();
    schemes.dedup();
    let schemes = schemes.into_iter().map(HeaderValue::from_static);
    schemes
        .map(|scheme| (header::WWW_AUTHENTICATE, scheme))
        .collect()
}

impl From<Rejection> for Problem {
    fn from(rejection: Rejection) -> Self {
        let mut problem = Self::new(rejection.status(), rejection.to_string());
        problem.headers = rejection.headers();
        if let Rejection::Invalid(violations) = rejection {
            problem.violations = violations;
        }
        problem
    }
}

impl Envelope for Problem {
    fn status(&self) -> StatusCode {
        self.status
    }

    fn render(&self, request: RequestInfo<'_>) -> Response {
        let mut problem = self.clone();
        problem.request_id = Some(request.id.to_owned());
        if self.status.is_server_error() && self.status != StatusCode::NOT_IMPLEMENTED {
            tracing::error!(error = problem.detail, "the request failed");
            problem.detail = "The server cannot answer this request.".to_owned();
        }
        let mut response = (self.status, axum::Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.extend(self.headers.iter().cloned());
        response
    }
}

fn number<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}
