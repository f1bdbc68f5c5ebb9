//! `HEAD` responses, with the headers of the `GET` response.

use std::convert::Infallible;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use futures::stream;

/// Marks a `HEAD` request that is handled as a `GET` request.
#[derive(Debug, Clone, Copy)]
pub struct IsHead;

/// Handles a `HEAD` request as `GET`, including compression. axum then drops the content.
pub async fn as_get(mut request: Request, next: Next) -> Response {
    if request.method() != Method::HEAD {
        return next.run(request).await;
    }
    *request.method_mut() = Method::GET;
    request.extensions_mut().insert(IsHead);
    let response = next.run(request).await;
    match response.status() {
        // axum would add `Content-Length: 0` for an empty body, which hyper omits only for GET.
        StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED => response.map(|_| of_no_length()),
        _ => response,
    }
}

fn of_no_length() -> Body {
    Body::from_stream(stream::empty::<Result<Bytes, Infallible>>())
}
