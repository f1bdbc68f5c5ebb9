//! Storage in SQLite or PostgreSQL, with one body of queries.
//!
//! A table has a migration for each database, an entry in `schema`, and a file of its own with its queries.

// First, for its macro.
#[macro_use]
mod run;

mod error;
mod migrate;
mod notes;
mod schema;

use std::fmt;
use std::time::Duration;

use diesel::{ConnectionError, SqliteConnection};
use diesel_async::pooled_connection::deadpool::Pool;
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig};
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};

pub use error::StoreError;
pub use notes::Note;

/// A connection to SQLite, which works on a thread for what blocks.
type AsyncSqliteConnection = SyncConnectionWrapper<SqliteConnection>;

/// How long a request waits for a connection.
const WAIT: Duration = Duration::from_secs(5);

/// How a connection to SQLite begins: readers do not wait for the writer, and writers wait for each other.
const SQLITE: &str =
    "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON;";

/// A database. Clones share it.
#[derive(Clone)]
pub struct Store {
    url: String,
    database: Database,
}

#[derive(Clone)]
enum Database {
    Sqlite(Pool<AsyncSqliteConnection>),
    Postgres(Pool<AsyncPgConnection>),
}

impl Store {
    /// Opens the database that the URL names, `sqlite://FILE` or `postgres://…`, once it is needed.
    ///
    /// # Errors
    /// When the URL names neither.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        let (url, database) = match url.split_once("://") {
            Some(("sqlite", "")) => return Err(StoreError::Url("names no file")),
            Some(("sqlite", file)) => (file, Database::Sqlite(sqlite(file)?)),
            Some(("postgres" | "postgresql", _)) => (url, Database::Postgres(postgres(url)?)),
            _ => return Err(StoreError::Url("must begin with sqlite:// or postgres://")),
        };
        Ok(Self {
            url: url.to_owned(),
            database,
        })
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        run!(self, connection => connection.batch_execute("SELECT 1").await)
    }
}

fn sqlite(file: &str) -> Result<Pool<AsyncSqliteConnection>, StoreError> {
    let mut config = ManagerConfig::default();
    config.custom_setup = Box::new(|file| {
        Box::pin(async move {
            let mut connection = AsyncSqliteConnection::establish(file).await?;
            let begun = connection.batch_execute(SQLITE).await;
            begun.map_err(ConnectionError::CouldntSetupConfiguration)?;
            Ok(connection)
        })
    });
    let manager = AsyncDieselConnectionManager::new_with_config(file, config);
    Ok(Pool::builder(manager).build()?)
}

fn postgres(url: &str) -> Result<Pool<AsyncPgConnection>, StoreError> {
    let manager = AsyncDieselConnectionManager::new(url);
    Ok(Pool::builder(manager).build()?)
}

impl fmt::Debug for Store {
    /// Without the URL, which may have a password.
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.debug_struct("Store").finish_non_exhaustive()
    }
}
