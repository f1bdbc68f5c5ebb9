//! Listening, and graceful shutdown.
//!
//! Replaces `axum::serve`, which has no time limits: a client that never finishes its request would keep its
//! connection open and prevent a shutdown.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::unparsed::Enveloping;

/// The time limit for the headers of a request.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);

/// The time limit for requests in flight after a signal to stop.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(25);

/// The pause after a connection could not be accepted, for example because all file descriptors are in use.
const ACCEPT_BACKOFF: Duration = Duration::from_millis(100);

/// Serves until SIGTERM or SIGINT, and then finishes the requests in flight. A second signal stops the server at once.
///
/// # Errors
/// When the signal handlers cannot be installed.
pub async fn serve(listener: TcpListener, router: Router) -> io::Result<()> {
    let mut signals = Signals::listen()?;
    let connections = GracefulShutdown::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => serve_connection(stream, router.clone(), &connections),
                Err(error) => {
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(ACCEPT_BACKOFF).await;
                }
            },
            () = signals.next() => break,
        }
    }
    drop(listener);
    tracing::info!("stopping: finishing the requests in flight");
    tokio::select! {
        () = connections.shutdown() => {}
        () = signals.next() => tracing::warn!("stopped with unfinished requests"),
        () = tokio::time::sleep(DRAIN_TIMEOUT) => tracing::warn!("stopped with unfinished requests"),
    }
    Ok(())
}

fn serve_connection(stream: TcpStream, router: Router, connections: &GracefulShutdown) {
    // A response is written in one piece, so there is nothing to gain from waiting for more data.
    let _ = stream.set_nodelay(true);
    let mut builder = Builder::new(TokioExecutor::new());
    let timer = TokioTimer::new();
    builder
        .http1()
        .timer(timer.clone())
        .header_read_timeout(HEADER_TIMEOUT);
    builder
        .http2()
        .timer(timer)
        .keep_alive_interval(Some(HEADER_TIMEOUT));
    let service = TowerToHyperService::new(router);
    let stream = TokioIo::new(Enveloping::new(stream));
    let connection = builder.serve_connection_with_upgrades(stream, service);
    let connection = connections.watch(connection.into_owned());
    tokio::spawn(async move {
        // Clients may close connections at any time; this is not a server error.
        if let Err(error) = connection.await {
            tracing::debug!(error, "a connection failed");
        }
    });
}

/// The signals that stop the server.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn listen() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Binds the address.
///
/// # Errors
/// When the address is in use or not available on this machine. The error names the address.
pub async fn listen(address: &str) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address).await.map_err(|error| {
        let reason = match error.kind() {
            io::ErrorKind::AddrInUse => "the address is in use".to_owned(),
            _ => error.to_string(),
        };
        io::Error::new(
            error.kind(),
            format!("cannot listen on {address}: {reason}"),
        )
    })?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}
