//! Why a request fails, and the envelope of errors.

use std::slice;

use axum::http::StatusCode;
use axum::response::Response;
use orgd_runtime::{Envelope, Problem, Rejection, RequestInfo, Requirement};

use crate::store::StoreError;

/// Why a request could not be answered as asked.
#[derive(Debug)]
pub enum Error {
    /// The request was refused before its operation was called.
    Rejected(Rejection),
    /// The request has a credential that is not valid.
    CredentialInvalid(&'static Requirement),
    /// What the request names is not there.
    NotFound,
    /// What the request asks for contradicts what is there already.
    Conflict,
    /// The operation is not implemented yet.
    NotImplemented,
    /// The database fails.
    Store(StoreError),
    /// The server fails otherwise: the text is logged, and not sent.
    Internal(String),
}

impl From<Rejection> for Error {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

impl From<StoreError> for Error {
    /// A second row where the schema allows one is a conflict, and what the database fails with is the server's fault.
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Duplicate => Self::Conflict,
            error => Self::Store(error),
        }
    }
}

impl Error {
    /// The error as RFC 9457 has it.
    fn problem(&self) -> Problem {
        match self {
            Self::Rejected(rejection) => rejection.clone().into(),
            Self::CredentialInvalid(requirement) => {
                let mut problem =
                    Problem::new(StatusCode::UNAUTHORIZED, "The credential is not valid.");
                problem.headers =
                    Rejection::CredentialMissing(slice::from_ref(*requirement)).headers();
                problem
            }
            Self::NotFound => Problem::new(StatusCode::NOT_FOUND, "The resource does not exist."),
            Self::Conflict => Problem::new(
                StatusCode::CONFLICT,
                "The request conflicts with what is there already.",
            ),
            Self::NotImplemented => Rejection::NotImplemented.into(),
            Self::Store(error) if error.is_unavailable() => {
                Problem::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string())
            }
            Self::Store(error) => {
                Problem::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
            }
            Self::Internal(cause) => {
                Problem::new(StatusCode::INTERNAL_SERVER_ERROR, cause.as_str())
            }
        }
    }
}

impl Envelope for Error {
    fn status(&self) -> StatusCode {
        self.problem().status()
    }

    /// Where errors get their envelope: `application/problem+json`. For one of your own, return another response here;
    /// `request.path` tells paths apart that have different ones. What `problem` says of a fault of the server is
    /// logged and not sent.
    fn render(&self, request: RequestInfo<'_>) -> Response {
        self.problem().render(request)
    }
}
