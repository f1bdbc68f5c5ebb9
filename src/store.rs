//! Storage of organizations, users, their memberships and their credentials.
//!
//! One [`Store`] supports two databases. The modules named after resources are its interface. Each operation calls
//! the function with the same name in `queries/`, which is compiled for both databases and reads and writes `rows/`.
//! The store contains no HTTP and no policy: its callers decide what may change.

// First, for its macros.
#[macro_use]
mod run;

mod api_keys;
mod audit_log;
mod cached;
mod callers;
mod embed_secrets;
mod error;
mod health;
mod instance;
mod lookup;
mod members;
mod memberships;
mod migrations;
mod organization_records;
mod organizations;
mod postgres;
mod rows;
mod schema;
mod sqlite;
mod usage;
mod users;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

pub use embed_secrets::{Resealed, Sealed};
pub use error::{Cause, StoreError};
pub use lookup::{Absent, Author, Change, Credential, Lookup, Reader, Seen};
pub use usage::Usage;

use postgres::{Postgres, Replica};
use sqlite::Sqlite;

/// A database of organizations, shared by all clones.
///
/// Times are stored with millisecond precision. Callers must truncate their times; otherwise these differ from the
/// stored ones.
#[derive(Clone)]
pub struct Store {
    database: Database,
    /// Only with PostgreSQL.
    replica: Option<Arc<Replica>>,
}

#[derive(Clone)]
enum Database {
    Sqlite(Arc<Sqlite>),
    Postgres(Arc<Postgres>),
}

impl Store {
    /// Opens the database at the URL: `sqlite://relative.db`, `sqlite:///absolute/path.db` or `postgres://…`. A
    /// SQLite file is created if it does not exist. A connection to PostgreSQL is opened on demand. The schema is
    /// not migrated: see [`Store::migrate`].
    ///
    /// Intended for the start of a program, because it blocks: it waits for the file system and, at worst, for another
    /// process that creates the same file.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        let database = match url.split_once("://") {
            Some(("sqlite", path)) => Database::Sqlite(Arc::new(Sqlite::open(sqlite_path(path)?)?)),
            Some(("postgres" | "postgresql", _)) => {
                Database::Postgres(Arc::new(Postgres::open(url)?))
            }
            Some((scheme, _)) => return Err(unsupported(&format!("starts with {scheme}://"))),
            None => return Err(unsupported("has no scheme")),
        };
        Ok(Self {
            database,
            replica: None,
        })
    }

    /// Opens the database, like [`open`](Self::open), but creates nothing.
    ///
    /// # Errors
    /// [`StoreError::Config`] if the SQLite file does not exist.
    pub fn open_existing(url: &str) -> Result<Self, StoreError> {
        if let Some(("sqlite", path)) = url.split_once("://") {
            require(sqlite_path(path)?)?;
        }
        Self::open(url)
    }

    /// Opens the database, like [`open`](Self::open), with a replica of the PostgreSQL database. The replica serves
    /// reads if it has the reader's own writes. If it lacks them or is down, the primary serves the reads.
    pub fn open_with_replica(url: &str, read_url: &str) -> Result<Self, StoreError> {
        let refused = |why: &str| StoreError::Config(format!("DATABASE_READ_URL {why}"));
        let is_postgres =
            |url: &str| url.starts_with("postgres://") || url.starts_with("postgresql://");
        if !is_postgres(url) {
            return Err(refused(
                "requires a PostgreSQL database, but DATABASE_URL names another one",
            ));
        }
        if !is_postgres(read_url) {
            return Err(refused("must start with postgres:// or postgresql://"));
        }
        let replica = Replica::open(read_url)
            .map_err(|error| StoreError::Config(format!("DATABASE_READ_URL: {error}")))?;
        Ok(Self {
            replica: Some(Arc::new(replica)),
            ..Self::open(url)?
        })
    }

    /// Brings the schema up to date. Several processes may do so at once.
    ///
    /// # Errors
    /// [`StoreError::Config`] if a newer version of orgd has migrated the database; a database error.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        match &self.database {
            Database::Sqlite(database) => database.migrate().await,
            Database::Postgres(database) => database.migrate(self.replica.as_deref()).await,
        }
    }

    /// Reads all of a SQLite file to find damage. PostgreSQL has tools of its own for this.
    ///
    /// # Errors
    /// [`StoreError::Config`] if there is damage, or if this is not SQLite; a database error.
    pub async fn check_for_damage(&self) -> Result<(), StoreError> {
        match &self.database {
            Database::Sqlite(database) => database.check_for_damage().await,
            Database::Postgres(_) => Err(StoreError::Config(
                "--check-database is only for SQLite: check PostgreSQL with pg_amcheck".to_owned(),
            )),
        }
    }

    /// Waits until the database responds, for at most this time.
    ///
    /// # Errors
    /// The last error.
    pub async fn wait(&self, longest: Duration) -> Result<(), StoreError> {
        match &self.database {
            Database::Sqlite(_) => Ok(()),
            Database::Postgres(database) => database.wait(longest).await,
        }
    }

    /// Checks that the schema is up to date, without the right to change it.
    ///
    /// # Errors
    /// [`StoreError::Config`] if it is not; a database error.
    pub async fn check_schema(&self) -> Result<(), StoreError> {
        match &self.database {
            Database::Sqlite(database) => database.check_schema().await,
            Database::Postgres(database) => database.check_schema(self.replica.as_deref()).await,
        }
    }
}

fn require(path: &Path) -> Result<&Path, StoreError> {
    match path.exists() {
        true => Ok(path),
        false => Err(StoreError::Config(format!(
            "the database {} does not exist: `orgd migrate` or `orgd serve` creates it",
            path.display()
        ))),
    }
}

/// Everything after `sqlite://`, taken literally.
fn sqlite_path(path: &str) -> Result<&Path, StoreError> {
    let refused = |why| Err(StoreError::Config(format!("the SQLite URL {why}")));
    match path {
        "" => refused("must name a file, as in sqlite://orgd.db or sqlite:///var/lib/orgd.db"),
        ":memory:" => refused("must name a file: a database in memory is not supported"),
        path if path.contains('?') => refused("must not have options after the path"),
        path => Ok(Path::new(path)),
    }
}

fn unsupported(what: &str) -> StoreError {
    StoreError::Config(format!(
        "the database URL {what}; it must start with sqlite://, postgres:// or postgresql://"
    ))
}

/// Copies the SQLite database at the URL to a new file, while others may write to it. `progress` gets the number of
/// copied pages and of all pages.
///
/// # Errors
/// [`StoreError::Config`] if the database does not exist or is not SQLite, if the file exists, or if it cannot be written.
pub fn back_up(url: &str, file: &Path, progress: impl FnMut(u64, u64)) -> Result<(), StoreError> {
    match url.split_once("://") {
        Some(("sqlite", path)) => sqlite::back_up(require(sqlite_path(path)?)?, file, progress),
        _ => Err(StoreError::Config(
            "orgd backup copies SQLite databases: use pg_dump for PostgreSQL".to_owned(),
        )),
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.debug_struct("Store").finish_non_exhaustive()
    }
}
