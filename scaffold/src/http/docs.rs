//! Swagger UI at `/docs/`, and the document for tools at `/openapi.json`; neither needs a network.

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{Redirect, Response};
use axum::routing::get;
use orgd_runtime::{Rejection, failure};
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::document::Document;
use crate::error::Error;

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
        .deep_linking(true);
    let page = Router::from(SwaggerUi::new("/").config(config)).layer(map_response(restrict));
    let to_page = get(move || async move { Redirect::temporary(&format!("{home}/")) });
    if !document.has("/") {
        router = router.route("/", to_page.clone());
    }
    router
        .route(&format!("/{home}"), to_page)
        .nest(&format!("/{home}/"), page)
}

async fn restrict(mut response: Response) -> Response {
    if response.status() == StatusCode::NOT_FOUND {
        return failure(Error::from(Rejection::NoSuchPath));
    }
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    response
}
