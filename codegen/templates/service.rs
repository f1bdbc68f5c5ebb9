//! What the implementation of every tag has in common.

use std::future::Future;

use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::Rejection;

/// What the contract says of an operation beside its request and its responses.
#[derive(Debug, PartialEq, Eq)]
pub struct Operation {
    /// The `operationId`.
    pub id: &'static str,
    /// The tag whose trait it belongs to.
    pub tag: &'static str,
}

/// A permission that the contract demands, such as `org:update`.
///
/// It is handed to the operation by the router: an operation can't be implemented without accepting it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permission(pub &'static str);

/// How callers are recognised and errors are told, for the operations of every tag.
pub trait Service: Clone + Send + Sync + 'static {
    /// Who is calling.
    type Caller: Send;
    /// Why an operation could not answer with one of its own responses.
    type Error: From<Rejection> + Send;

    /// Recognises the caller by the request's headers; runs before the body is read.
    fn authenticate(
        &self,
        headers: &HeaderMap,
    ) -> impl Future<Output = Result<Self::Caller, Self::Error>> + Send;

    /// Tells an error in the envelope of the operation's tag.
    fn refuse(&self, operation: &'static Operation, error: Self::Error) -> Response;
}

/// Puts a response of the contract together.
pub(crate) fn respond<const N: usize>(
    status: u16,
    headers: [(&'static str, HeaderValue); N],
    body: impl IntoResponse,
) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, headers, body).into_response()
}
