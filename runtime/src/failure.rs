//! Errors on their way out: rendered once the request's id is known, in the envelope that the product chooses.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// What an error needs to know of the request that it answers.
#[derive(Debug, Clone, Copy)]
pub struct RequestInfo<'r> {
    /// The request's id, which the response names in `X-Request-Id`.
    pub id: &'r str,
    /// The request's path.
    pub path: &'r str,
}

/// An error that a product renders in its own envelope, which the path may decide.
pub trait Envelope: std::fmt::Debug + Send + Sync + 'static {
    /// The status of the response.
    fn status(&self) -> StatusCode;

    /// Logs a fault of the server, once, and renders the error for the caller.
    fn render(&self, request: RequestInfo<'_>) -> Response;
}

/// An error that waits for the request's id.
#[derive(Debug, Clone)]
pub(crate) struct Failure(pub(crate) Arc<dyn Envelope>);

/// A response that carries an error to [`answer`](crate::answer::answer), which renders it.
pub fn failure(error: impl Envelope) -> Response {
    let mut response = error.status().into_response();
    response.extensions_mut().insert(Failure(Arc::new(error)));
    response
}
