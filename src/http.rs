//! HTTP around the operations: the router, errors in two envelopes, documentation, health.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router, middleware};
use metrics::Metrics;
use orgd_runtime::{Rejection, Routine, answer, as_get, failure};
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::config::cors::CorsConfig;
use crate::config::limits::LimitsConfig;
use crate::error::Error;
use crate::public_url::PublicUrl;

pub mod client_address;
mod compression;
mod connection;
mod cors;
mod docs;
mod failure;
mod load;
pub mod metrics;
// New projects have the same page.
#[path = "../scaffold/src/http/page.rs"]
mod page;
pub mod server;
pub mod tls;
mod unparsed;

/// The router of the whole server, with the prefix of the public URL if there is one. The server is not ready from the
/// cancellation of `leaving` on.
pub fn router(
    app: App,
    public_url: Option<&PublicUrl>,
    limits: &LimitsConfig,
    cors: &CorsConfig,
    leaving: CancellationToken,
    metrics: Option<Metrics>,
) -> Router {
    let health = Router::new()
        .route(
            "/healthz",
            get(|| async { (Extension(Routine), StatusCode::NO_CONTENT) }),
        )
        .route("/readyz", get(readyz))
        .with_state((app.clone(), leaving));
    let operations = prefix_location(public_url, orgd_api::router(app)).layer(load::layer(limits));
    let mut router = with_middleware(operations.merge(health), public_url);
    if let Some(metrics) = metrics {
        router = router.layer(middleware::from_fn_with_state(metrics, metrics::measure));
    }
    cors::allow(cors, router)
}

/// Adds documentation, error envelopes, logging and compression to a router.
pub fn with_middleware(router: Router, public_url: Option<&PublicUrl>) -> Router {
    router
        .merge(docs::router(public_url))
        .fallback(|| async { failure(Error::from(Rejection::NoSuchPath)) })
        .method_not_allowed_fallback(|| async { failure(Error::from(Rejection::MethodNotAllowed)) })
        .layer(middleware::from_fn(answer::<Error>))
        .layer(compression::layer())
        .layer(middleware::from_fn(as_get))
}

/// Adds the prefix that a proxy removes to the paths in `Location`.
fn prefix_location(public_url: Option<&PublicUrl>, router: Router) -> Router {
    let prefix = public_url.map(PublicUrl::prefix).unwrap_or_default();
    if prefix.is_empty() {
        return router;
    }
    let prefix = prefix.to_owned();
    router.layer(middleware::map_response(move |mut response: Response| {
        let path = response.headers().get(header::LOCATION);
        let path = path.and_then(|path| path.to_str().ok());
        let path = path.and_then(|path| HeaderValue::try_from(prefix.clone() + path).ok());
        if let Some(path) = path {
            response.headers_mut().insert(header::LOCATION, path);
        }
        async move { response }
    }))
}

/// Returns 204 while the database responds, until the server is to stop.
async fn readyz(
    State((app, leaving)): State<(App, CancellationToken)>,
) -> Result<impl IntoResponse, Response> {
    if leaving.is_cancelled() {
        return Err(failure(Error::Leaving));
    }
    app.ping().await.map_err(failure)?;
    Ok((Extension(Routine), StatusCode::NO_CONTENT))
}
