//! Requests that hyper cannot parse: it answers them itself, without a body, and calls no service.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures::FutureExt;
use http_body_util::BodyExt;
use orgd_runtime::{Envelope, RequestInfo, X_REQUEST_ID};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use uuid::Uuid;

use crate::error::Error;

/// A connection that puts hyper's own answers (400, 414 and 431) into an envelope on their way out.
///
/// hyper has no hook for them. They are written as a whole before anything else, and are the only answers without
/// an `X-Request-Id`. One that is written in one piece with an answer that was pipelined before it stays as it is.
#[derive(Debug)]
pub struct Enveloping<S> {
    stream: S,
    /// What is still to be written in place of hyper's answer.
    replacement: Vec<u8>,
}

impl<S> Enveloping<S> {
    pub fn new(stream: S) -> Self {
        let replacement = Vec::new();
        Self {
            stream,
            replacement,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Enveloping<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Enveloping<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        written: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.replacement.is_empty() {
            match in_envelope(written) {
                Some(replacement) => self.replacement = replacement,
                None => return Pin::new(&mut self.stream).poll_write(context, written),
            }
        }
        // Until it is written, hyper comes back with the same bytes.
        while !self.replacement.is_empty() {
            let Self {
                stream,
                replacement,
            } = &mut *self;
            let count = ready!(Pin::new(stream).poll_write(context, replacement))?;
            if count == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            replacement.drain(..count);
        }
        Poll::Ready(Ok(written.len()))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        written: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match written {
            [written] => self.poll_write(context, written),
            _ => Pin::new(&mut self.stream).poll_write_vectored(context, written),
        }
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// The answer in the envelope of v1, for its path is not known, if it is one of hyper's own.
fn in_envelope(answer: &[u8]) -> Option<Vec<u8>> {
    let error = match answer.strip_prefix(b"HTTP/1.1 ")?.get(..3)? {
        b"400" => Error::UnreadableRequest,
        b"414" => Error::UriTooLong,
        b"431" => Error::HeadersTooLarge,
        _ => return None,
    };
    let head = std::str::from_utf8(answer).ok()?.strip_suffix("\r\n\r\n")?;
    if head.contains(X_REQUEST_ID.as_str()) {
        return None;
    }
    let id = Uuid::now_v7().to_string();
    let (parts, body) = error.render(RequestInfo { id: &id, path: "" }).into_parts();
    let body = body.collect().now_or_never()?.ok()?.to_bytes();
    let mut lines: Vec<_> = head
        .split("\r\n")
        .filter(|line| !line.starts_with("content-length"))
        .map(str::to_owned)
        .collect();
    for (name, value) in &parts.headers {
        lines.push(format!("{name}: {}", value.to_str().ok()?));
    }
    lines.push(format!("{X_REQUEST_ID}: {id}"));
    lines.push("x-content-type-options: nosniff".to_owned());
    lines.push(format!("content-length: {}\r\n\r\n", body.len()));
    tracing::info!(
        id,
        status = parts.status.as_u16(),
        "refused what is not HTTP"
    );
    Some([lines.join("\r\n").as_bytes(), &body].concat())
}
