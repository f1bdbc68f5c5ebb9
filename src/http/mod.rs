//! HTTP around the operations: the router, errors in two envelopes, documentation, health.

use axum::Router;
use axum::http::{StatusCode, header};
use axum::middleware;
use axum::routing::get;

use crate::app::App;
use crate::error::Error;
use failure::Failure;

mod docs;
mod duplicates;
pub(crate) mod failure;
mod request;
pub mod server;
pub(crate) mod violations;

/// Everything that the server answers; the binary and the tests share it.
pub fn router(app: App) -> Router {
    let health = Router::new()
        .route("/healthz", get(|| async { StatusCode::NO_CONTENT }))
        .route("/readyz", get(readyz))
        .with_state(app.clone());
    orgd_api::router(app)
        .merge(health)
        .merge(docs::router())
        .fallback(|| async { Failure::response(Error::NoSuchPath) })
        .method_not_allowed_fallback(|| async { Failure::response(Error::MethodNotAllowed) })
        .layer(middleware::from_fn(request::answer))
        .layer(middleware::map_response(
            |mut response: axum::response::Response| async {
                let headers = response.headers_mut();
                headers.insert(
                    header::X_CONTENT_TYPE_OPTIONS,
                    axum::http::HeaderValue::from_static("nosniff"),
                );
                response
            },
        ))
}

/// Whether the database answers.
async fn readyz(
    axum::extract::State(app): axum::extract::State<App>,
) -> Result<StatusCode, axum::response::Response> {
    match app.store.ping().await {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(error) => Err(Failure::response(error.into())),
    }
}
