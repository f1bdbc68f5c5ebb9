//! `HEAD`: the headers that `GET` would be answered with.

use std::convert::Infallible;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use futures::stream;

/// Marks a request that came as `HEAD`.
#[derive(Debug, Clone, Copy)]
pub struct IsHead;

/// Answers a `HEAD` as the `GET` that it asks about, compression included; axum then drops the content.
pub async fn as_get(mut request: Request, next: Next) -> Response {
    if request.method() != Method::HEAD {
        return next.run(request).await;
    }
    *request.method_mut() = Method::GET;
    request.extensions_mut().insert(IsHead);
    let response = next.run(request).await;
    match response.status() {
        // axum would state the length of what is empty, and hyper leaves it out for GET alone.
        StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED => response.map(|_| of_no_length()),
        _ => response,
    }
}

fn of_no_length() -> Body {
    Body::from_stream(stream::empty::<Result<Bytes, Infallible>>())
}
