//! What happens to every request: an id, a line in the log, and an envelope for its error.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use futures::FutureExt;
use tracing::Instrument;
use uuid::Uuid;

use super::body::patient;
use super::failure::Failure;
use super::framing;
use super::head::IsHead;
use crate::error::Error;
use crate::surface::Surface;

pub(super) const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The longest id that is taken from a request, in characters.
const MAX_ID: usize = 128;

/// Answers a request under its id, which the response names in `X-Request-Id`.
pub async fn answer(request: Request, next: Next) -> Response {
    let id = given_id(request.headers()).unwrap_or_else(|| Uuid::now_v7().to_string());
    let surface = Surface::of_path(request.uri().path());
    let method = match request.extensions().get::<IsHead>() {
        Some(IsHead) => &Method::HEAD,
        None => request.method(),
    };
    let span = tracing::info_span!(
        "request",
        id,
        %method,
        path = request.uri().path(),
    );
    let begin = Instant::now();
    let answered = async {
        let mut response = match framing::check(&request) {
            Ok(()) => AssertUnwindSafe(next.run(patient(request)))
                .catch_unwind()
                .await
                .unwrap_or_else(|_| Failure::response(Error::Internal("panic".to_owned()))),
            Err(error) => Failure::response(error),
        };
        if let Some(failure) = response.extensions_mut().remove::<Failure>() {
            let mut told = failure.tell(surface, &id);
            if let Some(allow) = response.headers_mut().remove(header::ALLOW) {
                told.headers_mut().insert(header::ALLOW, allow);
            }
            response = told;
        }
        let status = response.status().as_u16();
        let micros = begin.elapsed().as_micros();
        tracing::info!(status, micros, "answered");
        response
    };
    let mut response = answered.instrument(span).await;
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::try_from(id) {
        headers.insert(X_REQUEST_ID, id);
    }
    // What is JSON is not to be taken for anything else.
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    response
}

fn given_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(X_REQUEST_ID)?.to_str().ok()?;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    let is_taken = (1..=MAX_ID).contains(&id.len()) && id.bytes().all(is_plain);
    is_taken.then(|| id.to_owned())
}
