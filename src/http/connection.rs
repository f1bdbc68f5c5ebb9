//! One connection, with the time limits that hyper does not have.
//!
//! hyper limits the time for a header, but not the time in which it finds out which version of HTTP a client speaks,
//! nor the time in which a client takes a response.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use futures::TryFutureExt;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use orgd_runtime::BodyLimits;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::time::{Duration, Instant, sleep_until, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tower::{ServiceExt, service_fn};

use super::client_address::TrustedProxies;
use super::unparsed::Enveloping;
use crate::config::limits::LimitsConfig;
use activity::{Activity, Answering};
use timed::Timed;

mod activity;
mod timed;

/// The maximum number of requests at the same time on a connection with HTTP/2.
const MAX_STREAMS: u32 = 128;

/// How long a connection must have been idle to be closed for the sake of a waiting client.
const MIN_IDLE: Duration = Duration::from_secs(1);

/// What all connections share.
#[derive(Debug)]
pub struct Connections {
    pub router: Router,
    pub limits: LimitsConfig,
    pub proxies: TrustedProxies,
    /// Cancelled when the server stops.
    pub stop: CancellationToken,
    /// Notified when clients wait for a connection to end.
    pub full: Notify,
}

impl Connections {
    /// Serves a client with TLS. The time limit for a header applies to the handshake, too.
    pub async fn serve_tls(self: Arc<Self>, stream: TcpStream, peer: SocketAddr, tls: TlsAcceptor) {
        let handshake = tokio::select! {
            handshake = timeout(self.limits.header_timeout, tls.accept(stream)) => handshake,
            () = self.stop.cancelled() => return,
        };
        match handshake {
            Ok(Ok(stream)) => self.serve(stream, peer).await,
            Ok(Err(error)) => tracing::debug!(%peer, %error, "a TLS handshake failed"),
            Err(_) => tracing::debug!(%peer, "a TLS handshake took too long"),
        }
    }

    /// Serves a client until the connection ends.
    pub async fn serve<S>(self: Arc<Self>, stream: S, peer: SocketAddr)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let activity = Activity::new();
        let stream = Timed::new(stream, Arc::clone(&activity), self.limits.write_timeout);
        let stream = TokioIo::new(Enveloping::new(stream, peer.ip().to_canonical()));
        let builder = self.builder();
        let service = TowerToHyperService::new(self.service(&activity, peer));
        let mut connection = pin!(builder.serve_connection(stream, service));
        let mut is_stopping = false;
        loop {
            tokio::select! {
                biased;
                ended = connection.as_mut() => {
                    // Clients may close connections at any time; this is not a server error.
                    if let Err(error) = ended {
                        tracing::debug!(error, "a connection failed");
                    }
                    return;
                }
                () = self.stop.cancelled(), if !is_stopping => {
                    is_stopping = true;
                    connection.as_mut().graceful_shutdown();
                }
                () = self.expired(&activity) => break,
            }
        }
        tracing::debug!(%peer, "closing a connection on which nothing happens");
        if activity.may_be_writing() {
            connection.as_mut().graceful_shutdown();
            let _ = timeout(self.limits.write_timeout, connection).await;
        }
    }

    fn builder(&self) -> Builder<TokioExecutor> {
        let limits = &self.limits;
        let mut builder = Builder::new(TokioExecutor::new());
        builder
            .http1()
            // The time limit of `Activity` starts with the first byte of a header.
            .header_read_timeout(None)
            .max_buf_size(limits.max_header_bytes as usize);
        builder
            .http2()
            .timer(TokioTimer::new())
            .keep_alive_interval(Some(limits.idle_timeout))
            .keep_alive_timeout(limits.write_timeout)
            .max_concurrent_streams(MAX_STREAMS)
            .max_header_list_size(limits.max_header_bytes);
        builder
    }

    fn service(
        &self,
        activity: &Arc<Activity>,
        peer: SocketAddr,
    ) -> impl tower::Service<
        Request<hyper::body::Incoming>,
        Response = Response<Answering>,
        Error = Infallible,
        Future: Send,
    > + Clone
    + use<> {
        let (router, proxies) = (self.router.clone(), self.proxies.clone());
        let bodies = BodyLimits {
            timeout: self.limits.body_timeout,
            max_bytes: self.limits.max_body_bytes,
        };
        let activity = Arc::clone(activity);
        service_fn(move |request: Request<hyper::body::Incoming>| {
            let in_flight = activity.begin(request.version());
            let mut request = request.map(Body::new);
            let client = proxies.client(peer, request.headers());
            request.extensions_mut().insert(client);
            request.extensions_mut().insert(bodies);
            let answered = router.clone().oneshot(request);
            answered.map_ok(|response: Response| response.map(|body| Answering { body, in_flight }))
        })
    }

    /// Returns when nothing has happened on the connection for too long.
    async fn expired(&self, activity: &Activity) {
        // What happens in the meantime may bring the deadline forward, at most to the limit for a header.
        let interval = self.limits.header_timeout / 2;
        loop {
            let deadline = activity.deadline(&self.limits);
            tokio::select! {
                () = sleep_until(deadline.min(Instant::now() + interval)) => {
                    if activity.deadline(&self.limits) <= Instant::now() {
                        return;
                    }
                }
                () = self.full.notified() => {
                    if activity.is_idle_for(MIN_IDLE) {
                        return;
                    }
                }
            }
        }
    }
}
