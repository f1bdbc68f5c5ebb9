//! orgd, the organization API that other products are built on.
//!
//! A request travels three hops: translate, decide, store. Each hop has a file of the same name for a resource:
//! `api/v1/organizations.rs`, `app/organizations.rs`, `store/organizations.rs`.
//!
//! - [`contract`]: `openapi.yaml` as data; the generated crate `orgd_api` is the same contract as code;
//! - [`surface`]: the published surfaces, each a path prefix;
//! - [`http`]: the router, the envelopes of errors, Swagger UI, health, starting and stopping;
//! - [`api`]: translates: the generated traits implemented, a few lines an operation;
//! - [`app`]: decides: the use cases of callers and of operators;
//! - [`domain`]: organizations, users, API keys, memberships and roles, and how they may change;
//! - [`auth`]: from a bearer credential to the caller; keys and tokens;
//! - [`crypto`]: the vault for secrets;
//! - [`store`]: stores: Diesel on SQLite and PostgreSQL with one body of queries;
//! - [`error`]: why a request is refused; [`causes`]: the causes of an error, for the log;
//! - [`config`], [`public_url`] and [`cli`]: settings and commands of operators.
//!
//! `tests/house.rs` tests which of them may know of which.

#![warn(missing_docs, clippy::mod_module_files)]

pub mod api;
pub mod app;
pub mod auth;
pub mod causes;
pub mod cli;
pub mod config;
pub mod contract;
pub mod crypto;
pub mod domain;
pub mod error;
pub mod http;
pub mod public_url;
pub mod store;
pub mod surface;

/// A request allocates often, and frees on other threads than it allocated on: mimalloc is made for that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
