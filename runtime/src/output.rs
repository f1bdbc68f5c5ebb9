//! Putting responses together.

use std::convert::Infallible;
use std::pin::Pin;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures::Stream;
use serde::Serialize;

/// Events for `text/event-stream`, sent as they come.
pub type Events = Sse<Pin<Box<dyn Stream<Item = Result<Event, Infallible>> + Send>>>;

/// A header of a response.
pub trait HeaderText {
    /// The header's value; `None` when the header is left out.
    fn header(self) -> Option<HeaderValue>;
}

impl HeaderText for HeaderValue {
    fn header(self) -> Option<HeaderValue> {
        Some(self)
    }
}

impl<T: HeaderText> HeaderText for Option<T> {
    fn header(self) -> Option<HeaderValue> {
        self.and_then(HeaderText::header)
    }
}

macro_rules! header_text {
    ($($type:ty),*) => {
        $(impl HeaderText for $type {
            fn header(self) -> Option<HeaderValue> {
                HeaderValue::try_from(self.to_string()).ok()
            }
        })*
    };
}

header_text!(i32, i64, u32, u64, f64, bool);

/// A response of that status, with these headers.
pub fn respond<const N: usize>(
    status: u16,
    headers: [(&'static str, Option<HeaderValue>); N],
    body: impl IntoResponse,
) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, body).into_response();
    for (name, value) in headers {
        if let (Ok(name), Some(value)) = (HeaderName::try_from(name), value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// A body of JSON under a media type of its own, such as `application/hal+json`.
pub fn json(media_type: &'static str, body: &impl Serialize) -> Response {
    typed(media_type, axum::Json(body))
}

/// A body under that media type.
pub fn typed(media_type: &'static str, body: impl IntoResponse) -> Response {
    let mut response = body.into_response();
    let media_type = HeaderValue::from_static(media_type);
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, media_type);
    response
}
