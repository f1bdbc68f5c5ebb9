//! What happens to every request: an id, a line in the log, and an envelope for its error.

use std::panic::AssertUnwindSafe;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use futures::FutureExt;
use tracing::Instrument;
use uuid::Uuid;

use crate::deadline::with_deadline;
use crate::failure::{Failure, RequestInfo, failure};
use crate::head::IsHead;
use crate::log::{Handled, Line, Routine};
use crate::{Envelope, Rejection, framing};

/// The header that names a request in the server's log.
pub const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The longest id that is taken from a request, in characters.
const MAX_ID: usize = 128;

/// The id of a request, which [`answer`] has checked or generated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(HeaderValue);

impl RequestId {
    /// The id that [`answer`] has put into the request's headers.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        headers.get(X_REQUEST_ID).cloned().map(Self)
    }
}

impl From<RequestId> for String {
    fn from(RequestId(id): RequestId) -> Self {
        // Its characters are in ASCII.
        id.to_str().unwrap_or_default().to_owned()
    }
}

/// Middleware that answers a request under its id, which the response names in `X-Request-Id`.
///
/// A panic is answered as an `E` that is made of [`Rejection::Contract`].
pub async fn answer<E: Envelope + From<Rejection>>(mut request: Request, next: Next) -> Response {
    let id = given_id(request.headers()).unwrap_or_else(|| Uuid::now_v7().to_string());
    let path = request.uri().path().to_owned();
    let method = match request.extensions().get::<IsHead>() {
        Some(IsHead) => &Method::HEAD,
        None => request.method(),
    };
    // A service may say why it refuses a request, for the log.
    let refused = tracing::field::Empty;
    // At the level of errors, so that an error names its request whatever the filter.
    let span = tracing::error_span!("request", request_id = id, %method, path, refused);
    let header = HeaderValue::try_from(&id).ok();
    if let Some(id) = header.clone() {
        request.headers_mut().insert(X_REQUEST_ID, id);
    }
    let answered = answer_with::<E>(
        request,
        next,
        RequestInfo {
            id: &id,
            path: &path,
        },
    );
    let mut response = answered.instrument(span).await;
    let headers = response.headers_mut();
    if let Some(id) = header {
        headers.insert(X_REQUEST_ID, id);
    }
    // A browser must not take JSON for anything else.
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    response
}

async fn answer_with<E: Envelope + From<Rejection>>(
    request: Request,
    next: Next,
    info: RequestInfo<'_>,
) -> Response {
    let line = Line::of(&request);
    let mut response = match framing::check(&request) {
        Ok(()) => {
            let answered = AssertUnwindSafe(next.run(with_deadline(request)));
            let panicked = || E::from(Rejection::Contract("an operation panicked".to_owned()));
            answered
                .catch_unwind()
                .await
                .unwrap_or_else(|_| failure(panicked()))
        }
        Err(rejection) => failure(E::from(rejection)),
    };
    let is_routine = response.extensions().get::<Routine>().is_some();
    let handled = response.extensions_mut().remove::<Handled>();
    if let Some(Failure(error)) = response.extensions_mut().remove::<Failure>() {
        let mut rendered = error.render(info);
        // Headers that do not depend on the envelope, such as `Allow`.
        let mut headers = std::mem::take(response.headers_mut());
        // Of the empty body that stood in for the error.
        headers.remove(header::CONTENT_LENGTH);
        rendered.headers_mut().extend(headers);
        response = rendered;
    }
    line.write(response.status(), handled.as_ref(), is_routine);
    if let Some(handled) = handled {
        response.extensions_mut().insert(handled);
    }
    response
}

fn given_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(X_REQUEST_ID)?.to_str().ok()?;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    let is_taken = (1..=MAX_ID).contains(&id.len()) && id.bytes().all(is_plain);
    is_taken.then(|| id.to_owned())
}
