//! orgd, the organization API that other products are built on.
//!
//! A request travels three hops: translate, decide, store.
//!
//! - [`contract`]: `openapi.yaml` as data; the generated crate `orgd_api` is the same contract as code;
//! - [`http`]: the router, the envelopes of errors, Swagger UI, health, starting and stopping;
//! - [`api`]: translates: the generated traits implemented, a few lines an operation;
//! - [`app`]: decides: what a caller may do to an organization;
//! - [`organization`]: the domain: updates, merge, origins, trial, slugs, roles;
//! - [`auth`]: from a bearer credential to the caller; keys, tokens, the vault for secrets;
//! - [`store`]: stores: Diesel on SQLite and PostgreSQL with one body of queries;
//! - [`error`]: what can go wrong; [`id`]: identifiers; [`precondition`]: entity tags; [`email`]: addresses;
//! - [`config`], [`public_url`] and [`cli`]: what operators say to it; [`demo`] is what a newcomer starts with.

pub mod api;
pub mod app;
pub mod auth;
pub mod cli;
pub mod config;
pub mod contract;
pub mod demo;
pub mod email;
pub mod error;
pub mod http;
pub mod id;
pub mod organization;
pub mod precondition;
pub mod public_url;
pub mod store;

/// A request allocates often and frees on another thread than it allocated on, which this one is made for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
