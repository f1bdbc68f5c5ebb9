//! The contract, served: Swagger UI, and the document itself for tools.

use axum::Router;
use axum::http::header;
use axum::response::Redirect;
use axum::routing::get;
use utoipa_swagger_ui::{Config, SwaggerUi, Url};

use crate::contract::{DOCUMENTS, YAML};

/// `/docs/`, the contract as JSON in [every form](DOCUMENTS), and `/api-docs/openapi.yaml`; needs no network.
pub fn router() -> Router {
    let listed = DOCUMENTS.map(|document| Url::new(document.title, document.path));
    let config = Config::new(listed)
        .persist_authorization(true)
        .display_request_duration(true)
        .deep_linking(true);
    let yaml = [(header::CONTENT_TYPE, "application/yaml")];
    let documents = DOCUMENTS.iter().fold(Router::new(), |router, document| {
        let json = [(header::CONTENT_TYPE, "application/json")];
        let answer = (json, document.json);
        router.route(document.path, get(move || async move { answer }))
    });
    documents
        .route("/", get(|| async { Redirect::temporary("/docs/") }))
        .route(
            "/api-docs/openapi.yaml",
            get(move || async move { (yaml, YAML) }),
        )
        .merge(SwaggerUi::new("/docs").config(config))
}
