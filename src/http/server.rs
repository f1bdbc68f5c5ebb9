//! Listening, and graceful shutdown.
//!
//! Replaces `axum::serve`, which has no limits on time and on the number of connections.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::{interval, sleep};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::client_address::TrustedProxies;
use super::connection::Connections;
use super::tls::Tls;
use crate::config::limits::LimitsConfig;

/// The time limit for requests in flight after a signal to stop.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(25);

/// The pause after a connection could not be accepted, for example because all file descriptors are in use.
const ACCEPT_BACKOFF: Duration = Duration::from_millis(100);

/// How often idle connections are asked to make room while clients wait.
const ROOM_INTERVAL: Duration = Duration::from_millis(500);

/// File descriptors that are kept for the database, the log and files.
const RESERVED_FILES: u64 = 128;

/// How to serve.
#[derive(Debug)]
pub struct Options {
    /// Limits on connections and requests.
    pub limits: LimitsConfig,
    /// The proxies whose word on the client's address counts.
    pub proxies: TrustedProxies,
    /// The certificate, to serve TLS. SIGHUP reads it again.
    pub tls: Option<Tls>,
    /// Cancelled by the first signal to stop.
    pub leaving: CancellationToken,
    /// How long connections are still accepted after the first signal to stop.
    pub shutdown_delay: Duration,
}

/// Serves until SIGTERM or SIGINT and for the shutdown delay after it, and then finishes the requests in flight. A second
/// signal stops the server at once. The log says that the server listens once it also listens for signals.
///
/// # Errors
/// When the signal handlers cannot be installed, or the address of the listener is not known.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    Options {
        limits,
        proxies,
        tls,
        leaving,
        shutdown_delay,
    }: Options,
) -> io::Result<()> {
    let mut signals = Signals::listen()?;
    let tls = tls.map(Arc::new);
    if let Some(tls) = &tls {
        tokio::spawn(reload(signal(SignalKind::hangup())?, Arc::clone(tls)));
    }
    tracing::info!(address = %listener.local_addr()?, "listening");
    let slots = Arc::new(Semaphore::new(max_connections(&limits)));
    let connections = Arc::new(Connections {
        router,
        limits,
        proxies,
        stop: CancellationToken::new(),
        full: Notify::new(),
    });
    let tasks = TaskTracker::new();
    {
        let mut accepting = pin!(accept_all(&listener, &slots, tls, &connections, &tasks));
        tokio::select! {
            never = &mut accepting => match never {},
            () = signals.next() => leaving.cancel(),
        }
        if !shutdown_delay.is_zero() {
            tracing::info!("leaving: not ready, and accepting connections until the delay is over");
            tokio::select! {
                never = &mut accepting => match never {},
                () = sleep(shutdown_delay) => {}
                () = signals.next() => {
                    tracing::warn!("stopped with unfinished requests");
                    return Ok(());
                }
            }
        }
    }
    drop(listener);
    tracing::info!("stopping: finishing the requests in flight");
    connections.stop.cancel();
    tasks.close();
    tokio::select! {
        () = tasks.wait() => {}
        () = signals.next() => tracing::warn!("stopped with unfinished requests"),
        () = sleep(DRAIN_TIMEOUT) => tracing::warn!("stopped with unfinished requests"),
    }
    Ok(())
}

/// Serves clients, as many at the same time as there are slots.
async fn accept_all(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
    tls: Option<Arc<Tls>>,
    connections: &Arc<Connections>,
    tasks: &TaskTracker,
) -> Infallible {
    loop {
        let (stream, peer, slot) = accept(listener, slots, &connections.full).await;
        // A response is written in one piece, so there is nothing to gain from waiting for more data.
        let _ = stream.set_nodelay(true);
        let acceptor = tls.as_deref().map(Tls::acceptor);
        let connections = Arc::clone(connections);
        tasks.spawn(async move {
            match acceptor {
                Some(acceptor) => connections.serve_tls(stream, peer, acceptor).await,
                None => connections.serve(stream, peer).await,
            }
            drop(slot);
        });
    }
}

async fn reload(mut signal: Signal, tls: Arc<Tls>) {
    while signal.recv().await.is_some() {
        tls.reload();
    }
}

/// Accepts the next client when there is a slot for it. Until then, clients wait in the queue of the kernel.
async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
    full: &Notify,
) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
    let slot = slot(slots, full).await;
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return (stream, peer, slot),
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                sleep(ACCEPT_BACKOFF).await;
            }
        }
    }
}

async fn slot(slots: &Arc<Semaphore>, full: &Notify) -> OwnedSemaphorePermit {
    if let Ok(slot) = Arc::clone(slots).try_acquire_owned() {
        return slot;
    }
    tracing::warn!("all connections are in use: further clients wait");
    let mut interval = interval(ROOM_INTERVAL);
    loop {
        interval.tick().await;
        full.notify_waiters();
        let acquired = tokio::time::timeout(ROOM_INTERVAL, Arc::clone(slots).acquire_owned());
        if let Ok(Ok(slot)) = acquired.await {
            return slot;
        }
    }
}

/// The maximum number of connections, for which the limit on open files is raised as far as it may be.
fn max_connections(limits: &LimitsConfig) -> usize {
    let wanted = limits.max_connections;
    let files = match rlimit::increase_nofile_limit(u64::MAX) {
        Ok(files) => files,
        Err(error) => {
            tracing::warn!(%error, "cannot raise the limit on open files");
            return wanted;
        }
    };
    let available = files.saturating_sub(RESERVED_FILES).max(files / 2).max(1);
    let available = usize::try_from(available).unwrap_or(usize::MAX);
    if available < wanted {
        tracing::warn!(
            files,
            max_connections = available,
            "the limit on open files allows fewer connections"
        );
    }
    wanted.min(available)
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
