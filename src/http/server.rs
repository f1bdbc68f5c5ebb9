//! Listening, and stopping without dropping what is in flight.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// How long requests in flight are waited for after a signal to stop.
const DRAIN: Duration = Duration::from_secs(25);

/// Serves until SIGTERM or SIGINT, then finishes what is in flight.
///
/// # Errors
/// When the signals can't be listened for or the listener fails.
pub async fn serve(listener: TcpListener, router: Router) -> io::Result<()> {
    let (stop, mut stopped) = watch::channel(());
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let signalled = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: finishing what is in flight");
        drop(stop);
    };
    let overdue = async move {
        // Ends when the sender is dropped.
        let _ = stopped.changed().await;
        tokio::time::sleep(DRAIN).await;
    };
    let server = axum::serve(listener, router).with_graceful_shutdown(signalled);
    tokio::select! {
        served = server => served,
        () = overdue => {
            tracing::warn!("stopped with requests unfinished");
            Ok(())
        }
    }
}

/// Opens the address to listen on.
///
/// # Errors
/// When it is in use or not ours, in words that name it.
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
