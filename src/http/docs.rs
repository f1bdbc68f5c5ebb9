//! Serves the contract: Swagger UI for people, and the documents for tools.

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

/// The server relative to a document, if a proxy serves both under the same prefix.
const UP: &str = "..";

/// Replaces Swagger UI's own `index.css`.
const STYLE: &str = include_str!("docs.css");

/// The page may connect only to this server, so that its stored credential stays here, and must not be framed.
/// Swagger UI has `data:` icons and inline styles.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

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
