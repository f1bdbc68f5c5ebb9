//! Tests orgd through its public interface: the real binary, a separate database for every test, and the
//! same tests on SQLite and PostgreSQL.

// All code here is test code, but clippy.toml's exceptions apply only to functions with `#[test]`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

mod audit_log;
mod authentication;
mod bad_input;
mod cli;
mod cors;
mod coverage;
mod database;
mod demo;
mod docs;
mod durability;
mod errors;
mod examples;
mod hostile;
mod http;
mod log;
mod master_key;
mod members;
mod metrics;
mod organizations;
mod overload;
mod rate_limits;
mod replica;
mod secrets;
mod shutdown;
mod startup;
mod statuses;
mod tls;
