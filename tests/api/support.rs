//! Shared code of the tests: databases, servers, users, and responses that are checked against the contract.

mod contract;
mod covered;
mod database;
mod declared;
mod examples;
mod organization;
mod raw;
mod secrets;
mod server;
mod standby;
mod target;
mod user;

pub use contract::{Contract, Operation};
pub use covered::assert_covered;
pub use database::{Database, Storage};
pub use examples::{Example, examples, unused_places};
pub use organization::{Organization, full_public, full_v1, holding, put, remove};
pub use secrets::Secrets;
pub use server::{
    JWT_SECRET, PATIENCE, SECRET_KEY, Server, failures, orgd, orgd_with_files, signal,
};
pub use standby::{Standby, Way};
pub use target::Target;
pub use user::{Answer, User, silent_body};

use rstest_reuse::template;

/// Runs a test once for each database.
#[template]
#[rstest::rstest]
#[case::sqlite(support::Database::Sqlite)]
#[ignore = "needs PostgreSQL: tests/run starts one"]
#[case::postgres(support::Database::Postgres)]
#[tokio::test]
pub async fn each_database(#[case] database: support::Database) {}
