//! Why a request could not be answered, as RFC 9457 has it.

use axum::http::StatusCode;
use axum::response::Response;
use orgd_runtime::{Envelope, Problem, Rejection, RequestInfo};

/// Why a request could not be answered.
#[derive(Debug)]
pub enum Error {
    /// The request was refused before its operation was called.
    Rejected(Rejection),
    /// A credential is not valid.
    CredentialWrong,
    /// The operation is not implemented.
    NotImplemented,
}

impl From<Rejection> for Error {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

impl Error {
    fn problem(&self) -> Problem {
        match self {
            Self::Rejected(rejection) => rejection.clone().into(),
            Self::CredentialWrong => {
                Problem::new(StatusCode::UNAUTHORIZED, "The credential is not valid.")
            }
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
