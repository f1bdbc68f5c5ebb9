//! Bringing the schema up to date.

use std::error::Error;

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use diesel_async::AsyncPgConnection;
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{Database, SQLITE, Store, StoreError};

const SQLITE_MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES_MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// The lock that keeps two processes from migrating at once: any number, as long as it stays the same.
const LOCK: &str = "SELECT pg_advisory_xact_lock(20260101)";

type Migrated = Result<(), Box<dyn Error + Send + Sync>>;

impl Store {
    /// Brings the schema up to date. Several processes may do so at once.
    ///
    /// # Errors
    /// When the database cannot be reached, or a migration fails.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let url = self.url.clone();
        let migrate = match &self.database {
            Database::Sqlite(_) => sqlite,
            Database::Postgres(_) => postgres,
        };
        // Migrations block the thread that runs them.
        let migrated = tokio::task::spawn_blocking(move || migrate(&url)).await;
        let migrated = migrated.unwrap_or_else(|panicked| Err(panicked.into()));
        migrated.map_err(|error| StoreError::Migration(error.to_string()))
    }
}

fn sqlite(file: &str) -> Migrated {
    let mut connection = SqliteConnection::establish(file)?;
    connection.batch_execute(SQLITE)?;
    connection.immediate_transaction(|connection| {
        connection.run_pending_migrations(SQLITE_MIGRATIONS)?;
        Ok(())
    })
}

fn postgres(url: &str) -> Migrated {
    let mut connection = AsyncConnectionWrapper::<AsyncPgConnection>::establish(url)?;
    connection.transaction(|connection| {
        connection.batch_execute(LOCK)?;
        connection.run_pending_migrations(POSTGRES_MIGRATIONS)?;
        Ok(())
    })
}
