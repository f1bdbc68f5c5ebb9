//! HTTP around the operations: the router, errors in two envelopes, documentation, health.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use axum::{Router, middleware};

use crate::app::App;
use crate::error::Error;
use failure::Failure;

mod body;
mod docs;
mod duplicates;
pub(crate) mod failure;
mod pointer;
mod request;
pub mod server;
pub(crate) mod violations;

/// Everything that the server answers; the binary and the tests share it.
pub fn router(app: App) -> Router {
    let health = Router::new()
        .route("/healthz", get(|| async { StatusCode::NO_CONTENT }))
        .route("/readyz", get(readyz))
        .with_state(app.clone());
    around(orgd_api::router(app).merge(health))
}

/// What every request meets, whatever answers it: documentation, errors in their envelopes, a line in
/// the log.
pub fn around(router: Router) -> Router {
    router
        .merge(docs::router())
        .fallback(|| async { Failure::response(Error::NoSuchPath) })
        .method_not_allowed_fallback(|| async { Failure::response(Error::MethodNotAllowed) })
        .layer(middleware::from_fn(request::answer))
}

/// Whether the database answers.
async fn readyz(State(app): State<App>) -> Result<StatusCode, Response> {
    let answered = app.store.ping().await;
    answered.map_err(|error| Failure::response(error.into()))?;
    Ok(StatusCode::NO_CONTENT)
}
