//! Which web pages may call the API from a browser.

use std::time::Duration;

use axum::Router;
use axum::http::{HeaderName, Method, header};
use orgd_runtime::X_REQUEST_ID;
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::config::cors::CorsConfig;

/// How long a browser may keep the response to a preflight.
const MAX_AGE: Duration = Duration::from_secs(3600);

/// The response headers that a page may read, besides those that it always may.
const EXPOSED: [HeaderName; 7] = [
    header::ETAG,
    header::LOCATION,
    header::RETRY_AFTER,
    X_REQUEST_ID,
    HeaderName::from_static("x-ratelimit-limit"),
    HeaderName::from_static("x-ratelimit-remaining"),
    HeaderName::from_static("x-ratelimit-reset"),
];

/// Lets pages of these origins call the server. Preflights are answered here, before authentication.
///
/// Credentials that a browser adds on its own, such as cookies, are not allowed: orgd has none.
pub fn allow(config: &CorsConfig, router: Router) -> Router {
    let origins = &config.cors_origins;
    if origins.is_empty() {
        return router;
    }
    let allowed = match origins.iter().any(|origin| origin == "*") {
        true => AllowOrigin::any(),
        false => AllowOrigin::list(origins.iter().cloned()),
    };
    router.layer(
        CorsLayer::new()
            .allow_origin(allowed)
            .allow_methods([
                Method::GET,
                Method::HEAD,
                Method::POST,
                Method::PUT,
                Method::PATCH,
                Method::DELETE,
            ])
            .allow_headers([
                header::AUTHORIZATION,
                header::CONTENT_TYPE,
                header::IF_MATCH,
                header::IF_NONE_MATCH,
                X_REQUEST_ID,
            ])
            .expose_headers(EXPOSED)
            .max_age(MAX_AGE),
    )
}
