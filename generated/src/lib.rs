//! The contract of orgd in Rust, generated from `openapi.yaml`: change that and run `codegen/generate`.
//!
//! - [`models`]: what requests and responses are made of, with the contract's bounds;
//! - [`apis`]: a trait a tag with a method an operation, their requests and their responses;
//! - [`server`]: the router, which authenticates, reads, checks and calls;
//! - [`service`]: what the implementation of every tag has in common;
//! - [`input`]: reading a request, and the ways in which it can break the contract.

pub mod apis;
pub mod input;
pub mod models;
pub mod server;
pub mod service;

mod format;
mod json;

pub use input::{Parameter, Part, Rejection};
pub use server::router;
pub use service::{Operation, Permission, Service};
