//! The contract, served: Swagger UI, and the document itself for tools.

use axum::Router;
use axum::http::header;
use axum::response::Redirect;
use axum::routing::get;
use utoipa_swagger_ui::{Config, SwaggerUi, Url};

use crate::contract;

const JSON_PATH: &str = "/api-docs/openapi.json";
const YAML_PATH: &str = "/api-docs/openapi.yaml";

/// `/docs/`, `/api-docs/openapi.json` and `/api-docs/openapi.yaml`; needs no network.
pub fn router() -> Router {
    let config = Config::new([Url::new("orgd", JSON_PATH)])
        .persist_authorization(true)
        .display_request_duration(true)
        .deep_linking(true);
    let json = [(header::CONTENT_TYPE, "application/json")];
    let yaml = [(header::CONTENT_TYPE, "application/yaml")];
    Router::new()
        .route("/", get(|| async { Redirect::temporary("/docs/") }))
        .route(
            JSON_PATH,
            get(move || async move { (json, contract::JSON) }),
        )
        .route(
            YAML_PATH,
            get(move || async move { (yaml, contract::YAML) }),
        )
        .merge(SwaggerUi::new("/docs").config(config))
}
