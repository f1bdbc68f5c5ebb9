//! orgd, the organization API that other products are built on.
//!
//! A request travels three hops: translate, decide, store.
//!
//! - [`contract`]: `openapi.yaml` as data; the generated crate `orgd_api` is the same contract as code;
//! - [`surface`]: the published surfaces, each a path prefix;
//! - [`http`]: the router, the envelopes of errors, Swagger UI, health, starting and stopping;
//! - [`api`]: translates: the generated traits implemented, a few lines an operation;
//! - [`app`]: decides: what a caller may do to an organization;
//! - [`organization`]: the domain: updates, merge, origins, trial, slugs, roles;
//! - [`auth`]: from a bearer credential to the caller; keys, tokens, the vault for secrets;
//! - [`store`]: stores: Diesel on SQLite and PostgreSQL with one body of queries;
//! - [`error`]: what can go wrong; [`id`]: identifiers; [`precondition`]: entity tags;
//! - [`config`], [`public_url`] and [`cli`]: what operators say to it; [`demo`] is what a newcomer starts with.

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

/// A request allocates often and frees on another thread than it allocated on, which this one is made for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
