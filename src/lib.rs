//! orgd, an organization API server.
//!
//! A request takes three hops: translate, decide, store. Each hop has a file with the same name for each resource:
//! `api/v1/organizations.rs`, `app/organizations.rs`, `store/organizations.rs`.
//!
//! - [`contract`]: `openapi.yaml` as data; the generated crate `orgd_api` is the same contract as code;
//! - [`surface`]: the published surfaces, each with a path prefix;
//! - [`http`]: the router, the error envelopes, Swagger UI, health checks, start and shutdown;
//! - [`api`] translates: it implements the generated traits, with a few lines for each operation;
//! - [`app`] decides: the use cases of callers and of operators;
//! - [`domain`]: organizations, users, API keys, memberships and roles, and their rules;
//! - [`auth`]: authentication of callers; keys and tokens;
//! - [`crypto`]: the vault for secrets;
//! - [`store`] stores: Diesel on SQLite and PostgreSQL, with the same queries for both;
//! - [`error`]: the reasons for which a request is refused; [`causes`]: the causes of an error, for the log;
//! - [`config`], [`public_url`] and [`cli`]: settings and commands of operators; [`log`]: the log;
//! - [`new_file`]: files that get their name when they are complete.
//!
//! `tests/house.rs` tests which modules may depend on which.

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
pub mod log;
pub mod new_file;
pub mod public_url;
pub mod rate_limits;
pub mod store;
pub mod surface;

/// mimalloc suits requests, which allocate often and free memory on other threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
