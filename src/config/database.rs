//! How `orgd serve` opens its database.

use std::time::Duration;

use clap::Args;

use super::switch;

/// How `orgd serve` opens its database.
#[derive(Debug, Clone, Args)]
pub struct OpenConfig {
    /// Do not migrate the database, but refuse to start unless it has the current schema
    #[arg(long, env = "ORGD_NO_MIGRATE", value_parser = switch)]
    pub no_migrate: bool,
    /// Read the whole SQLite file at start, and refuse to start if it is damaged
    #[arg(long, env = "ORGD_CHECK_DATABASE", value_parser = switch)]
    pub check_database: bool,
    /// How long to wait at start for a PostgreSQL server that cannot be reached yet
    #[arg(long, env = "ORGD_DATABASE_WAIT", value_parser = humantime::parse_duration, default_value = "30s")]
    pub database_wait: Duration,
}
