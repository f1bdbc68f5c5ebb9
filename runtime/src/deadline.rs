//! Request bodies with a deadline, read to their end.

use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Error;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::Extensions;
use http_body::{Body as _, Frame, SizeHint};
use http_body_util::BodyExt;
use tokio::time::{Sleep, sleep, timeout};

/// Limits on the bodies of requests. A request may have them in its extensions; otherwise the defaults apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyLimits {
    /// How long a client may take for a whole body.
    pub timeout: Duration,
    /// The largest body that is read, in bytes, where the contract does not set a smaller limit.
    pub max_bytes: usize,
}

impl Default for BodyLimits {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            max_bytes: usize::MAX,
        }
    }
}

impl BodyLimits {
    /// The limits of a request with these extensions.
    pub(crate) fn of(extensions: &Extensions) -> Self {
        extensions.get().copied().unwrap_or_default()
    }
}

/// A body took longer than it may.
#[derive(Debug, thiserror::Error)]
#[error("the body takes too long")]
pub(crate) struct TookTooLong;

/// How much of a body that nobody wants is read all the same, in bytes.
const MAX_DISCARDED: usize = 16 * 1024 * 1024;

/// A request body that ends with an error when it takes too long, and that is read to its end, within
/// bounds, when it is dropped before: a client that is still sending while its connection is closed
/// never sees the answer.
struct DeadlineBody {
    body: Body,
    deadline: Pin<Box<Sleep>>,
    timeout: Duration,
    is_expected: bool,
}

/// Gives the request such a body, if it has one at all.
pub(crate) fn with_deadline(request: Request) -> Request {
    if request.body().is_end_stream() {
        return request;
    }
    // Who waits for "100 Continue" sends nothing when it is not said.
    let is_expected = request.headers().contains_key("expect");
    let BodyLimits { timeout, .. } = BodyLimits::of(request.extensions());
    request.map(|body| {
        Body::new(DeadlineBody {
            body,
            deadline: Box::pin(sleep(timeout)),
            timeout,
            is_expected,
        })
    })
}

impl http_body::Body for DeadlineBody {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
            return Poll::Ready(frame);
        }
        ready!(self.deadline.as_mut().poll(context));
        Poll::Ready(Some(Err(Error::new(TookTooLong))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for DeadlineBody {
    fn drop(&mut self) {
        if !self.is_expected && !self.body.is_end_stream() {
            tokio::spawn(timeout(self.timeout, discard(mem::take(&mut self.body))));
        }
    }
}

async fn discard(mut body: Body) {
    let mut length = 0;
    while let Some(Ok(frame)) = body.frame().await {
        length += frame.data_ref().map_or(0, Bytes::len);
        if length > MAX_DISCARDED {
            break;
        }
    }
}
