//! Why a request could not be answered, and the envelope of errors.

use axum::http::StatusCode;
use axum::response::Response;
use orgd_runtime::{Envelope, Problem, Rejection, RequestInfo};

/// Why a request could not be answered as asked.
#[derive(Debug)]
pub enum Error {
    /// The request was refused before its operation was called.
    Rejected(Rejection),
    /// The operation is not implemented yet.
    NotImplemented,
}

impl From<Rejection> for Error {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

impl Error {
    /// The error as RFC 9457 has it. Change this to give errors an envelope of your own.
    fn problem(&self) -> Problem {
        match self {
            Self::Rejected(rejection) => rejection.clone().into(),
            Self::NotImplemented => Problem::new(
                StatusCode::NOT_IMPLEMENTED,
                "This operation is not implemented.",
            ),
        }
    }
}

impl Envelope for Error {
    fn status(&self) -> StatusCode {
        self.problem().status()
    }

    fn render(&self, request: RequestInfo<'_>) -> Response {
        self.problem().render(request)
    }
}
