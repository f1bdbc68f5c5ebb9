//! Requests that hyper cannot parse. hyper responds to them itself, without a body, and does not call a service.

use std::io::{self, IoSlice};
use std::net::IpAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures::FutureExt;
use http_body_util::BodyExt;
use orgd_runtime::{Envelope, RequestInfo, X_REQUEST_ID};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use uuid::Uuid;

use crate::error::Error;

/// A connection that replaces hyper's own responses (400, 414 and 431) with responses in an error envelope.
///
/// hyper has no hook for these responses. hyper writes each in one piece, and they are the only responses without
/// `X-Request-Id`. A response that hyper writes together with an earlier, pipelined response is not replaced.
#[derive(Debug)]
pub struct Enveloping<S> {
    stream: S,
    /// The client or, if it is behind a proxy, the proxy.
    client: IpAddr,
    /// The rest of the replacement, which has not been written yet.
    replacement: Vec<u8>,
}

impl<S> Enveloping<S> {
    pub fn new(stream: S, client: IpAddr) -> Self {
        let replacement = Vec::new();
        Self {
            stream,
            client,
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
            match in_envelope(written, self.client) {
                Some(replacement) => self.replacement = replacement,
                None => return Pin::new(&mut self.stream).poll_write(context, written),
            }
        }
        // While this is pending, hyper calls again with the same bytes.
        while !self.replacement.is_empty() {
            let Self {
                stream,
                replacement,
                ..
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

/// Returns the replacement if this is one of hyper's own responses. It has the envelope of v1, because the path is
/// not known.
fn in_envelope(answer: &[u8], client: IpAddr) -> Option<Vec<u8>> {
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
        request_id = id,
        %client,
        status = parts.status.as_u16(),
        "refused a malformed HTTP request"
    );
    Some([lines.join("\r\n").as_bytes(), &body].concat())
}
