//! Swagger UI at `/docs/`, and the document for tools at `/openapi.json`; neither needs a network.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn, map_response};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use orgd_runtime::{Rejection, failure};
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::document::Document;
use crate::error::Error;

/// The page, its style and its script, in place of Swagger UI's own.
const FILES: [(&str, &str, &str); 3] = [
    ("/", "text/html; charset=utf-8", include_str!("page/index.html")),
    ("/index.css", "text/css; charset=utf-8", include_str!("page/index.css")),
    ("/page.js", "text/javascript; charset=utf-8", include_str!("page/page.js")),
];

/// What the page may do: fetch from this server alone, so that the credential that it is given stays here, and
/// be in no other page. Swagger UI has its icons as `data:` and writes styles into elements.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// The routes, but for those that the document has itself.
pub fn router(document: &Document) -> Router {
    let mut router = Router::new();
    // The page refers to the document by a relative reference, for proxies that put a prefix before the path.
    let mut from_page = "../openapi.json";
    let mut path = "/openapi.json";
    if document.has(path) {
        (from_page, path) = ("../docs-openapi.json", "/docs-openapi.json");
    }
    let json: Arc<str> = document.json().into();
    let serve = move || async move { ([(header::CONTENT_TYPE, "application/json")], json.to_string()) };
    router = router.route(path, get(serve));
    let home = if document.has_below("/docs") { "swagger-ui" } else { "docs" };
    let config = Config::from(from_page)
        .display_request_duration(true)
        // Without this, the page has swagger.io look at the document.
        .validator_url("none")
        .default_models_expand_depth(0)
        .deep_linking(true);
    let page = Router::from(SwaggerUi::new("/").config(config))
        .layer(from_fn(replace))
        .layer(map_response(restrict));
    let to_page = get(move || async move { Redirect::temporary(&format!("{home}/")) });
    if !document.has("/") {
        router = router.route("/", to_page.clone());
    }
    router
        .route(&format!("/{home}"), to_page)
        .nest(&format!("/{home}/"), page)
}

/// Serves [`FILES`]. A route for them would overlap with those of Swagger UI.
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
    response
}
