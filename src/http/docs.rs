//! The contract, served: Swagger UI, and the document itself for tools.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{Redirect, Response};
use axum::routing::{MethodRouter, get};
use orgd_runtime::{Rejection, failure};
use utoipa_swagger_ui::{Config, SwaggerUi, Url};

use crate::contract::{DOCUMENTS, yaml_at};
use crate::error::Error;
use crate::public_url::PublicUrl;

/// The way from a document to the server, where the operations are reached under the same prefix.
const UP: &str = "..";

/// In place of Swagger UI's own `index.css`.
const STYLE: &str = include_str!("docs.css");

/// What the page may do: fetch from this server alone, so that the credential that it keeps stays here, and
/// be in no other page. Swagger UI has its icons as `data:` and writes styles into elements.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// `/docs/`, the contract as JSON in [every form](DOCUMENTS), and `/api-docs/openapi.yaml`; needs no network.
///
/// The server that the documents name is the public URL. All other references are relative, and so is the
/// server without one: a proxy may serve everything under a prefix that it takes off.
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
        // Without this, the page has swagger.io look at the document.
        .validator_url("none")
        .deep_linking(true);
    let page = Router::from(SwaggerUi::new("/").config(config)).layer(map_response(restrict));
    let to_page = get(|| async { Redirect::temporary("docs/") });
    let yaml = file("application/yaml", move || yaml_at(&server));
    documents
        .route("/api-docs/openapi.yaml", yaml)
        .route("/", to_page.clone())
        .route("/docs", to_page)
        .route("/docs/index.css", file("text/css", || STYLE))
        .nest("/docs/", page)
}

fn file<T: Into<Body>>(
    media_type: &'static str,
    text: impl Fn() -> T + Clone + Send + Sync + 'static,
) -> MethodRouter {
    get(move || async move { ([(header::CONTENT_TYPE, media_type)], text().into()) })
}

async fn restrict(mut response: Response) -> Response {
    if response.status() == StatusCode::NOT_FOUND {
        return failure(Error::from(Rejection::NoSuchPath));
    }
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    response
}
