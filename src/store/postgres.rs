//! PostgreSQL: pipelined connections that requests share, and a pool of connections for transactions, opened on
//! demand. There is another pool for a replica.

// First, for its macros.
#[macro_use]
#[path = "queries/mod.rs"]
pub mod queries;

mod batch;
mod connection;
mod pipeline;
mod read_your_writes;
mod replica;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel::connection::SimpleConnection;
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use diesel_async::pooled_connection::deadpool::{Object, Pool};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use futures::FutureExt;
use tokio::time::timeout;

use super::error::StoreError;
use super::lookup::{Credential, Lookup, Reader, Seen};
use batch::LookupBatcher;
use connection::{ACQUIRE_TIMEOUT, ANSWER_TIMEOUT};
use pipeline::PipelinedConnections;

/// The backend for which the queries are compiled.
pub type Backend = diesel::pg::Pg;

pub use connection::Connection;
pub use diesel_async::{AsyncConnection as Transactions, RunQueryDsl};
pub use pipeline::{Shared, shared};
pub use replica::Replica;

/// The number of concurrent commits. PostgreSQL can flush several of them to disk at once.
const WRITE_CONNECTIONS: usize = 16;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// A PostgreSQL database.
pub struct Postgres {
    readers: Arc<PipelinedConnections>,
    batcher: LookupBatcher,
    writers: PipelinedConnections,
    /// For transactions.
    pool: Pool<Connection>,
}

impl Postgres {
    /// Parses the URL. The first request connects.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        let config = connection::parse_url(url)?;
        let readers = Arc::new(PipelinedConnections::new(
            config.clone(),
            connection::cores(),
        ));
        let batcher = LookupBatcher::start(Arc::clone(&readers));
        let writers = PipelinedConnections::new(config.clone(), WRITE_CONNECTIONS);
        let connect = move || connection::connect(config.clone()).boxed();
        let pool = connection::pool(connect)?;
        Ok(Self {
            readers,
            batcher,
            writers,
            pool,
        })
    }

    /// Finds the organization in one statement with other lookups. Returns `None` if the caller or the organization
    /// does not exist.
    pub async fn find_in_batch(&self, lookup: Lookup) -> Result<Option<Seen>, StoreError> {
        self.batcher.find(lookup).await
    }

    /// Runs a statement concurrently with others.
    pub async fn read<T>(
        &self,
        query: impl AsyncFnOnce(&mut Shared<'_>) -> QueryResult<T>,
    ) -> Result<T, StoreError> {
        self.readers.run(query).await
    }

    /// Runs single statements, which may write, concurrently with others.
    pub async fn write<T>(
        &self,
        query: impl AsyncFnOnce(&mut Shared<'_>) -> QueryResult<T>,
    ) -> Result<T, StoreError> {
        self.writers.run(query).await
    }

    /// Runs a transaction on a connection of its own.
    pub async fn transact<T>(
        &self,
        query: impl AsyncFnOnce(&mut Connection) -> QueryResult<T>,
    ) -> Result<T, StoreError> {
        let mut connection = self.connection().await?;
        match timeout(ANSWER_TIMEOUT, query(&mut connection)).await {
            Ok(answer) => Ok(answer?),
            Err(error) => {
                drop(Object::take(connection));
                Err(StoreError::unavailable(error))
            }
        }
    }

    /// A connection from the pool.
    async fn connection(&self) -> Result<Object<Connection>, StoreError> {
        timeout(ACQUIRE_TIMEOUT, self.pool.get())
            .await
            .map_err(StoreError::unavailable)?
            .map_err(StoreError::unavailable)
    }

    /// Brings the schema up to date. Several processes may do so at once: each waits for the one before it, and then
    /// checks which migrations are missing.
    ///
    /// The counting of writes for a replica is enabled last. Until then, the replica is not used.
    pub async fn migrate(&self, replica: Option<&Replica>) -> Result<(), StoreError> {
        let connection = Object::take(self.connection().await?);
        tokio::task::spawn_blocking(move || run_migrations(connection))
            .await
            .map_err(StoreError::internal)??;
        if let Some(replica) = replica {
            let identity =
                read_your_writes::enable_counting(&mut *self.connection().await?).await?;
            replica.set_primary(identity);
        }
        Ok(())
    }

    /// Like [`Store::find_reader`](super::Store::find_reader), with the writes that a replica must have.
    pub async fn find_reader(
        &self,
        credential: &Credential,
        now: DateTime<Utc>,
    ) -> Result<Option<Reader>, StoreError> {
        self.read(async |connection: &mut Shared<'_>| {
            read_your_writes::find_reader(connection, credential, now).await
        })
        .await
    }
}

/// Runs the migrations in one transaction, whose end always releases the lock.
fn run_migrations(connection: Connection) -> Result<(), StoreError> {
    let mut connection = AsyncConnectionWrapper::<Connection>::from(connection);
    diesel::Connection::transaction(&mut connection, |connection| {
        // Migrations may take a long time, and may wait for another process.
        connection.batch_execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")?;
        // An arbitrary but constant number: "orgd" in ASCII.
        connection.batch_execute("SELECT pg_advisory_xact_lock(1869768548)")?;
        connection
            .run_pending_migrations(MIGRATIONS)
            .map(drop)
            .map_err(StoreError::internal)
    })
}
