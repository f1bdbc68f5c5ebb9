//! Swagger UI at `/docs/`, and the document for tools at `/openapi.json`; neither needs a network.

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::response::Redirect;
use axum::routing::get;
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::document::Document;
use super::page::page;

/// The routes, except those that the document has itself.
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
    let page = page(SwaggerUi::new("/").config(config));
    let to_page = get(move || async move { Redirect::temporary(&format!("{home}/")) });
    if !document.has("/") {
        router = router.route("/", to_page.clone());
    }
    router
        .route(&format!("/{home}"), to_page)
        .nest(&format!("/{home}/"), page)
}
