//! The page of Swagger UI: what replaces Swagger UI's own files, and what the page may do.

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn, map_response};
use axum::response::{IntoResponse, Response};
use orgd_runtime::{Rejection, failure};

use crate::error::Error;

/// The page, its style and its script, in place of Swagger UI's own.
const FILES: [(&str, &str, &str); 3] = [
    (
        "/",
        "text/html; charset=utf-8",
        include_str!("page/index.html"),
    ),
    (
        "/index.css",
        "text/css; charset=utf-8",
        include_str!("page/index.css"),
    ),
    (
        "/page.js",
        "text/javascript; charset=utf-8",
        include_str!("page/page.js"),
    ),
];

/// The page may connect only to this server, so that its stored credential stays here, and must not be framed.
/// Swagger UI has `data:` icons and inline styles.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// Other sites do not learn what somebody looks at.
const NO_REFERRER: HeaderValue = HeaderValue::from_static("no-referrer");

/// Swagger UI with [`FILES`] and the policy. Unknown paths get an error in the envelope.
pub fn page(swagger_ui: impl Into<Router>) -> Router {
    // A route for the files would overlap with those of Swagger UI.
    let page: Router = swagger_ui.into();
    page.layer(from_fn(replace)).layer(map_response(restrict))
}

async fn replace(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    match FILES.iter().find(|file| file.0 == path) {
        Some((_, media_type, text)) if request.method() == Method::GET => {
            ([(header::CONTENT_TYPE, *media_type)], *text).into_response()
        }
        _ => next.run(request).await,
    }
}

async fn restrict(mut response: Response) -> Response {
    if response.status() == StatusCode::NOT_FOUND {
        return failure(Error::from(Rejection::NoSuchPath));
    }
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::REFERRER_POLICY, NO_REFERRER);
    response
}
