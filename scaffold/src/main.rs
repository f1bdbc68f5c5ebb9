//! Serves the API of `openapi.yaml`.

mod api;
mod app;
mod error;

use std::env;
use std::io;

use axum::{Router, middleware};
use orgd_runtime::{Rejection, answer, failure};
use tokio::net::TcpListener;

use app::App;
use error::Error;

#[tokio::main]
async fn main() -> io::Result<()> {
    tracing_subscriber::fmt().with_writer(io::stderr).init();
    let address = env::var("LISTEN").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let listener = TcpListener::bind(&address).await?;
    tracing::info!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, router(App::new())).await
}

/// Everything that the server answers.
fn router(app: App) -> Router {
    __CRATE___api::router(app)
        .fallback(|| async { failure(Error::from(Rejection::NoSuchPath)) })
        .method_not_allowed_fallback(|| async { failure(Error::from(Rejection::MethodNotAllowed)) })
        .layer(middleware::from_fn(answer::<Error>))
}
