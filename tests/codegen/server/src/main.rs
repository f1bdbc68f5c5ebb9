//! Serves what is generated from the corpus and the documents, each under its name, at the address in the first
//! argument. Every operation answers 501, but those of `answers`, which are written by hand.

mod answers;
mod app;
mod corpus_stubs;
mod error;
mod events_stubs;
mod museum_stubs;
mod petstore_stubs;
mod saas_stubs;
mod trains_stubs;

use std::{env, io};

use axum::{Router, middleware};
use orgd_runtime::{Rejection, answer, failure};
use tokio::net::TcpListener;

use app::App;
use error::Error;

#[tokio::main]
async fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_default();
    let listener = TcpListener::bind(address).await?;
    println!("{}", listener.local_addr()?);
    axum::serve(listener, router()).await
}

fn router() -> Router {
    Router::new()
        .nest("/answers", answers_api::router(App))
        .nest("/corpus", corpus_api::router(App))
        .nest("/events", events_api::router(App))
        .nest("/museum", museum_api::router(App))
        .nest("/petstore", petstore_api::router(App))
        .nest("/saas", saas_api::router(App))
        .nest("/trains", trains_api::router(App))
        .fallback(|| async { failure(Error::from(Rejection::NoSuchPath)) })
        .method_not_allowed_fallback(|| async { failure(Error::from(Rejection::MethodNotAllowed)) })
        .layer(middleware::from_fn(answer::<Error>))
}
