//! orgd through its public interface: the real binary, a database of its own for every test, and the
//! same tests on SQLite and PostgreSQL.

// All of this is tests, also what no `#[test]` stands before: clippy.toml allows it only for those.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

mod authentication;
mod bad_input;
mod cli;
mod coverage;
mod demo;
mod docs;
mod durability;
mod errors;
mod examples;
mod http;
mod organizations;
mod replica;
mod secrets;
mod startup;
mod statuses;
