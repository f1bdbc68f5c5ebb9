//! PostgreSQL: a pool of connections, opened as they are needed; with a replica, one to it as well.

// First, for its macros.
#[macro_use]
#[path = "../queries/mod.rs"]
pub mod queries;

mod connection;
mod replica;
mod writes;

use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection;
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use diesel_async::pooled_connection::deadpool::{Object, Pool};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use futures::FutureExt;
use tokio::time::timeout;

use super::error::StoreError;
use super::records::{Credential, Reader};
use connection::PATIENCE;

/// What the queries are compiled for.
pub type Backend = diesel::pg::Pg;

pub use connection::Connection;
pub use diesel_async::{AsyncConnection as Transactions, RunQueryDsl};
pub use replica::Replica;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// A PostgreSQL database.
pub struct Postgres {
    pool: Pool<Connection>,
}

impl Postgres {
    /// Reads the URL; connects when the first request comes.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        let config = connection::read_url(url)?;
        let connect = move || connection::connect(config.clone()).boxed();
        let pool = connection::pool(connect)?;
        Ok(Self { pool })
    }

    /// A connection from the pool.
    pub async fn connection(&self) -> Result<Object<Connection>, StoreError> {
        timeout(PATIENCE, self.pool.get())
            .await
            .map_err(StoreError::unavailable)?
            .map_err(StoreError::unavailable)
    }

    /// Brings the schema up to date. Safe beside other processes that do the same: the second
    /// waits for the first before it looks which migrations are missing.
    ///
    /// What a replica needs comes last: without it, the replica is not asked.
    pub async fn migrate(&self, replica: Option<&Replica>) -> Result<(), StoreError> {
        let connection = Object::take(self.connection().await?);
        tokio::task::spawn_blocking(move || run_migrations(connection))
            .await
            .map_err(StoreError::internal)??;
        if let Some(replica) = replica {
            let identity = writes::count(&mut *self.connection().await?).await?;
            replica.may_copy(identity);
        }
        Ok(())
    }

    /// As [`Store::find_reader`](super::Store::find_reader), with what a replica has to have for them.
    pub async fn find_reader(
        &self,
        credential: &Credential,
        now: DateTime<Utc>,
    ) -> Result<Option<Reader>, StoreError> {
        let mut connection = self.connection().await?;
        Ok(writes::find_reader(&mut connection, credential, now).await?)
    }
}

/// One transaction round all of them, so that the lock is released whatever happens.
fn run_migrations(connection: Connection) -> Result<(), StoreError> {
    let mut connection = AsyncConnectionWrapper::<Connection>::from(connection);
    diesel::Connection::transaction(&mut connection, |connection| {
        // Migrations take the time they need, and wait for those of another process.
        connection.batch_execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")?;
        // Any number will do, as long as it stays the same: "orgd" in ASCII.
        connection.batch_execute("SELECT pg_advisory_xact_lock(1869768548)")?;
        connection
            .run_pending_migrations(MIGRATIONS)
            .map(drop)
            .map_err(StoreError::internal)
    })
}
