//! Opens the database of a benchmark.

use clap::Args;
use postgres::{Client, NoTls};
use rusqlite::Connection;

use crate::Failure;

/// Where the data is.
#[derive(Args)]
pub struct Url {
    /// The database: sqlite:///absolute/file or postgres://…
    #[arg(long)]
    database_url: String,
}

/// A connection to either database.
pub enum Database {
    Sqlite(Connection),
    Postgres(Client),
}

impl Url {
    pub fn open(&self) -> Result<Database, Failure> {
        match self.database_url.strip_prefix("sqlite://") {
            Some(path) => Ok(Database::Sqlite(Connection::open(path)?)),
            None => Ok(Database::Postgres(Client::connect(
                &self.database_url,
                NoTls,
            )?)),
        }
    }
}
