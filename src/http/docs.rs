//! Serves the contract: Swagger UI for people, and the documents for tools.

use std::sync::Arc;

use axum::body::Body;
use axum::http::header;
use axum::middleware::map_response;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get};
use axum::{Extension, Router};
use orgd_runtime::Routine;
use utoipa_swagger_ui::{Config, SwaggerUi, Url};

use super::page::page;
use crate::contract::{DOCUMENTS, yaml_at};
use crate::public_url::PublicUrl;

/// The server relative to a document, if a proxy serves both under the same prefix.
const UP: &str = "..";

/// Serves `/docs/`, [all JSON documents](DOCUMENTS) and `/api-docs/openapi.yaml`, without access to the network.
///
/// The server in the documents is the public URL or, if there is none, relative. All other references are relative
/// too, so that a proxy can serve everything under a prefix that it strips.
pub fn router(public_url: Option<&PublicUrl>) -> Router {
    let server: Arc<str> = public_url.map_or(UP.into(), |url| url.to_string().into());
    let documents = DOCUMENTS.iter().fold(Router::new(), |router, document| {
        let server = Arc::clone(&server);
        let json = file("application/json", move || document.at(&server));
        router.route(document.path, json)
    });
    let listed = DOCUMENTS
        .iter()
        .map(|document| Url::new(document.title, document.from_page));
    let config = Config::new(listed)
        .persist_authorization(true)
        .display_request_duration(true)
        // Otherwise the page sends the URL of the document to swagger.io.
        .validator_url("none")
        .default_models_expand_depth(0)
        .deep_linking(true);
    let page = page(SwaggerUi::new("/").config(config));
    let to_page = get(|| async { Redirect::temporary("docs/") });
    let yaml = file("application/yaml", move || yaml_at(&server));
    documents
        .route("/api-docs/openapi.yaml", yaml)
        .route("/", to_page.clone())
        .route("/docs", to_page)
        .nest("/docs/", page.layer(map_response(mark_as_routine)))
}

async fn mark_as_routine(response: Response) -> impl IntoResponse {
    (Extension(Routine), response)
}

fn file<T: Into<Body>>(
    media_type: &'static str,
    text: impl Fn() -> T + Clone + Send + Sync + 'static,
) -> MethodRouter {
    get(move || async move { ([(header::CONTENT_TYPE, media_type)], text().into()) })
}
