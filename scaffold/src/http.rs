//! HTTP around the operations: the router, Swagger UI, health, starting and stopping.

use std::io;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use axum::{Router, middleware};
use orgd_runtime::{Rejection, answer, as_get, failure};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;

use crate::app::App;
use crate::error::Error;
use document::Document;

mod docs;
mod document;
mod page;

/// How long requests in flight are waited for after a signal to stop.
const DRAIN: Duration = Duration::from_secs(25);

/// Everything that the server answers.
pub fn router(app: App) -> Router {
    let document = Document::of_this_server();
    let operations = with_fallbacks(__CRATE___api::router(app.clone()));
    // What the document does not name itself.
    let mut router = docs::router(&document);
    if !document.has("/healthz") {
        router = router.route("/healthz", get(|| async { StatusCode::NO_CONTENT }));
    }
    if !document.has("/readyz") {
        router = router.route("/readyz", get(readyz).with_state(app));
    }
    with_fallbacks(router)
        .fallback_service(operations)
        .layer(middleware::from_fn(answer::<Error>))
        .layer(middleware::from_fn(as_get))
}

fn with_fallbacks(router: Router) -> Router {
    router
        .fallback(|| async { failure(Error::from(Rejection::NoSuchPath)) })
        .method_not_allowed_fallback(|| async { failure(Error::from(Rejection::MethodNotAllowed)) })
}

/// Answers 204 while the database answers.
async fn readyz(State(app): State<App>) -> Result<StatusCode, Response> {
    let answer = app.store.ping().await;
    answer.map_err(|error| failure(Error::from(error)))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Serves until SIGTERM or SIGINT, then finishes what is in flight.
///
/// # Errors
/// When the signals cannot be listened for.
pub async fn serve(listener: TcpListener, router: Router) -> io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let (stopping, stopped) = oneshot::channel();
    let stop = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: finishing what is in flight");
        let _ = stopping.send(());
    };
    let drained = async {
        let _ = stopped.await;
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        served = axum::serve(listener, router).with_graceful_shutdown(stop) => served,
        () = drained => {
            tracing::warn!("stopped with requests unfinished");
            Ok(())
        }
    }
}
