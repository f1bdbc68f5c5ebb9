//! Serves the API of `openapi.yaml`.
//!
//! A request travels three hops: translate, decide, store.
//!
//! - `__CRATE___api`, in `generated/`: the document as code: models, a trait for each tag, the router;
//! - `api`: translates: the generated traits implemented, a file for each tag;
//! - [`app`]: decides: the state of the server, and who is calling;
//! - [`store`]: stores: Diesel on SQLite and PostgreSQL, with one body of queries;
//! - [`auth`]: from a credential to the caller;
//! - [`error`]: why a request fails, and the envelope of errors;
//! - [`http`]: the router, Swagger UI, health, starting and stopping;
//! - [`cli`]: commands and settings.

mod api;
pub mod app;
pub mod auth;
pub mod cli;
pub mod error;
pub mod http;
pub mod store;
