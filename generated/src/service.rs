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
    type Caller: Send + Sync;
    /// Why an operation could not answer with one of its own responses.
    type Error: From<Rejection> + Send;

    /// Recognises the caller by the request's headers; runs before the body is read. The last word may
    /// be left to [`confirm`](Self::confirm) and to the operations.
    fn authenticate(
        &self,
        headers: &HeaderMap,
    ) -> impl Future<Output = Result<Self::Caller, Self::Error>> + Send;

    /// Makes sure that a caller is who [`authenticate`](Self::authenticate) took them for, before a request
    /// of theirs is refused without its operation being called.
    fn confirm(
        &self,
        caller: &Self::Caller,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Tells an error in the envelope of the operation's tag.
    fn refuse(&self, operation: &'static Operation, error: Self::Error) -> Response;
}

/// The request, if it keeps to the contract; else its refusal, told to nobody but a caller of ours.
pub(crate) async fn checked<S: Service, R>(
    service: &S,
    caller: &S::Caller,
    request: Result<R, Rejection>,
) -> Result<R, S::Error> {
    match request {
        Ok(request) => Ok(request),
        Err(rejection) => {
            service.confirm(caller).await?;
            Err(rejection.into())
        }
    }
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
