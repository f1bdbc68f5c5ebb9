//! Serves the contract: Swagger UI for people, and the documents for tools.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn, map_response};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get};
use orgd_runtime::{Rejection, failure};
use utoipa_swagger_ui::{Config, SwaggerUi, Url};

use crate::contract::{DOCUMENTS, yaml_at};
use crate::error::Error;
use crate::public_url::PublicUrl;

/// The server relative to a document, if a proxy serves both under the same prefix.
const UP: &str = "..";

/// The page, its style and its script, in place of Swagger UI's own. New projects get the same.
const FILES: [(&str, &str, &str); 3] = [
    (
        "/",
        "text/html; charset=utf-8",
        include_str!("../../scaffold/src/http/page/index.html"),
    ),
    (
        "/index.css",
        "text/css; charset=utf-8",
        include_str!("../../scaffold/src/http/page/index.css"),
    ),
    (
        "/page.js",
        "text/javascript; charset=utf-8",
        include_str!("../../scaffold/src/http/page/page.js"),
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
    let page = Router::from(SwaggerUi::new("/").config(config))
        .layer(from_fn(replace))
        .layer(map_response(restrict));
    let to_page = get(|| async { Redirect::temporary("docs/") });
    let yaml = file("application/yaml", move || yaml_at(&server));
    documents
        .route("/api-docs/openapi.yaml", yaml)
        .route("/", to_page.clone())
        .route("/docs", to_page)
        .nest("/docs/", page)
}

fn file<T: Into<Body>>(
    media_type: &'static str,
    text: impl Fn() -> T + Clone + Send + Sync + 'static,
) -> MethodRouter {
    get(move || async move { ([(header::CONTENT_TYPE, media_type)], text().into()) })
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
    headers.insert(header::REFERRER_POLICY, NO_REFERRER);
    response
}
