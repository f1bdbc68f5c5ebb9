//! PostgreSQL: pipelined connections that requests share, and a pool of connections for transactions, opened on
//! demand. There is another pool for a replica.

// First, for its macros.
#[macro_use]
#[path = "queries/mod.rs"]
pub mod queries;

mod audited;
mod batch;
mod connection;
mod generation;
mod password;
mod pipeline;
mod read_your_writes;
mod replica;
mod tls;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use diesel_async::pooled_connection::deadpool::{Object, Pool};
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use futures::FutureExt;
use tokio::time::{Instant, sleep, timeout};

use super::error::StoreError;
use super::health::Health;
use super::lookup::{Credential, Lookup, Reader, Seen};
use super::migrations::{self, applied_migrations};
use super::schema::instance;
use super::usage::Usage;
use crate::causes::with_causes;
use batch::LookupBatcher;
use connection::{ACQUIRE_TIMEOUT, ANSWER_TIMEOUT, Target};
use generation::Generation;
use pipeline::PipelinedConnections;

/// The backend for which the queries are compiled.
pub type Backend = diesel::pg::Pg;

pub use audited::execute_with_entry;
pub use connection::Connection;
pub use diesel_async::{AsyncConnection as Transactions, RunQueryDsl};
pub use pipeline::{Shared, shared};
pub use replica::Replica;

/// The number of concurrent commits. PostgreSQL can flush several of them to disk at once.
const WRITE_CONNECTIONS: usize = 16;

/// The pause between attempts to reach the server at the start.
const RETRY_DELAY: Duration = Duration::from_millis(500);

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// A PostgreSQL database. Its queries run in boxed futures: they are large, and the futures of requests would carry
/// their size even on SQLite.
pub struct Postgres {
    target: Target,
    readers: Arc<PipelinedConnections>,
    batcher: LookupBatcher,
    writers: PipelinedConnections,
    /// For transactions.
    pool: Pool<Connection>,
    generation: Arc<Generation>,
    health: Health,
}

impl Postgres {
    /// Parses the URL. The first request connects.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        let target = connection::parse_url(url)?;
        let generation = Arc::<Generation>::default();
        let pipelined =
            |count| PipelinedConnections::new(target.clone(), count, Arc::clone(&generation));
        let readers = Arc::new(pipelined(connection::cores()));
        let batcher = LookupBatcher::start(Arc::clone(&readers));
        let writers = pipelined(WRITE_CONNECTIONS);
        let to_connect = target.clone();
        let connect = move || connection::connect(to_connect.clone()).boxed();
        let pool = connection::pool(connect)?;
        Ok(Self {
            target,
            readers,
            batcher,
            writers,
            pool,
            generation,
            health: Health::default(),
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
        Box::pin(self.readers.run(query)).await
    }

    /// Runs single statements, which may write, concurrently with others.
    pub async fn write<T>(
        &self,
        query: impl AsyncFnOnce(&mut Shared<'_>) -> QueryResult<T>,
    ) -> Result<T, StoreError> {
        let outcome = Box::pin(self.writers.run(query)).await;
        self.record(&outcome);
        outcome
    }

    /// Records the outcome of a write. A server that has become read-only is given up, with all connections to it:
    /// another one may be the primary now.
    fn record<T>(&self, outcome: &Result<T, StoreError>) {
        match outcome {
            Ok(_) => self.health.written(),
            Err(error) => {
                self.health.failed(error);
                if matches!(error, StoreError::ReadOnly(_)) && self.generation.end() {
                    self.pool.retain(|_, _| false);
                }
            }
        }
    }

    /// Runs a transaction on a connection of its own.
    pub async fn transact<T>(
        &self,
        query: impl AsyncFnOnce(&mut Connection) -> QueryResult<T>,
    ) -> Result<T, StoreError> {
        let mut connection = Box::pin(self.connection()).await?;
        let answer = Box::pin(timeout(ANSWER_TIMEOUT, query(&mut connection))).await;
        let outcome = match answer {
            Ok(answer) => answer.map_err(StoreError::from),
            Err(error) => Err(StoreError::unavailable(error)),
        };
        self.record(&outcome);
        // A connection that may be broken, or whose server may have become read-only, must not return to the pool.
        if outcome.as_ref().is_err_and(StoreError::is_temporary) {
            drop(Object::take(connection));
        }
        outcome
    }

    /// How busy the pool is.
    pub fn usage(&self) -> Usage {
        let status = self.pool.status();
        Usage {
            waiting: vec![("postgres_pool", status.waiting)],
            connections: vec![
                ("idle", status.available),
                ("in_use", status.size.saturating_sub(status.available)),
            ],
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

    /// Checks that the schema is up to date, without the right to change it. The replica is used only if another node
    /// has enabled the counting of writes.
    pub async fn check_schema(&self, replica: Option<&Replica>) -> Result<(), StoreError> {
        let versions = self.read(async |connection: &mut Shared<'_>| {
            let versions = applied_migrations::table.select(applied_migrations::version);
            RunQueryDsl::load(versions, connection).await
        });
        migrations::check::<Backend>(versions.await, &MIGRATIONS)?;
        if let Some(replica) = replica {
            let (identity, is_counting) =
                read_your_writes::inspect(&mut *self.connection().await?).await?;
            if is_counting {
                replica.set_primary(identity);
            } else {
                tracing::warn!(
                    "the replica is not used: run `orgd migrate` with the replica's URL first"
                );
            }
        }
        Ok(())
    }

    /// Waits until the server can be reached.
    pub async fn wait(&self, longest: Duration) -> Result<(), StoreError> {
        let deadline = Instant::now() + longest;
        let mut is_logged = false;
        loop {
            let Err(error) = connection::start(&self.target).await else {
                return Ok(());
            };
            let may_wait = Instant::now() + RETRY_DELAY < deadline;
            if !may_wait || !connection::may_accept_later(&error) {
                return Err(StoreError::unavailable(error));
            }
            if !is_logged {
                tracing::warn!(error = with_causes(&error), "waiting for PostgreSQL");
                is_logged = true;
            }
            sleep(RETRY_DELAY).await;
        }
    }

    /// Same as [`Store::ping`](super::Store::ping).
    pub async fn ping(&self) -> Result<(), StoreError> {
        let is_writable = self.read(async |connection: &mut Shared<'_>| {
            queries::ping(connection).await?;
            let setting = diesel::dsl::sql::<diesel::sql_types::Text>(IS_READ_ONLY);
            let read_only: String =
                RunQueryDsl::get_result(diesel::select(setting), connection).await?;
            Ok(read_only == "off")
        });
        if !is_writable.await? {
            let error = StoreError::read_only("transaction_read_only is on");
            self.record(&Err::<(), _>(error.clone()));
            return Err(error);
        }
        if self.health.is_full() {
            self.take_room().await?;
            self.health.found_room();
        }
        if self.health.refuses_writes() {
            self.write(async |connection: &mut Shared<'_>| {
                let unchanged = instance::key_check.eq(instance::key_check);
                let update = diesel::update(instance::table).set(unchanged);
                RunQueryDsl::execute(update, connection).await
            })
            .await?;
        }
        Ok(())
    }

    /// Makes a table that needs room, and drops it. An update may need none, because it reuses the room of old rows.
    ///
    /// A role without the right to make temporary tables cannot ask, and passes for having room.
    async fn take_room(&self) -> Result<(), StoreError> {
        use diesel_async::SimpleAsyncConnection;

        let taken = self.transact(async |connection: &mut Connection| {
            let take = async |connection: &mut Connection| {
                SimpleAsyncConnection::batch_execute(connection, TAKE_ROOM).await
            };
            connection.transaction(take).await
        });
        match taken.await {
            Err(StoreError::Internal(_)) => Ok(()),
            taken => taken,
        }
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

/// Fills a temporary table with 1 MiB, in the tablespace of the database.
const TAKE_ROOM: &str = "SET LOCAL temp_tablespaces = ''; \
     CREATE TEMPORARY TABLE orgd_room ON COMMIT DROP AS \
     SELECT repeat('x', 1900) AS room FROM generate_series(1, 512)";

/// Is `on` on a standby, and where `default_transaction_read_only` is.
const IS_READ_ONLY: &str = "current_setting('transaction_read_only')";

/// Runs the migrations in one transaction, whose end always releases the lock.
fn run_migrations(connection: Connection) -> Result<(), StoreError> {
    let mut connection = AsyncConnectionWrapper::<Connection>::from(connection);
    diesel::Connection::transaction(&mut connection, |connection| {
        // Migrations may take a long time, and may wait for another process.
        connection.batch_execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")?;
        // An arbitrary but constant number: "orgd" in ASCII.
        connection.batch_execute("SELECT pg_advisory_xact_lock(1869768548)")?;
        migrations::migrate(connection, MIGRATIONS)
    })
}
