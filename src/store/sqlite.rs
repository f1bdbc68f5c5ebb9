//! SQLite: threads own the connections, and jobs are sent to the threads.
//!
//! SQLite works on the calling thread. A whole query is therefore sent to a thread once, and all its statements run
//! there. A few threads read concurrently and one thread writes. Each thread processes its queued jobs as a group
//! (see [`reader`] and [`writer`]).

mod connection;
mod job;
mod query_dsl;
mod reader;
mod workers;
mod writer;

#[path = "queries/mod.rs"]
pub mod queries;

use std::path::Path;
use std::thread;

pub use connection::{Connection, Shared, shared};
pub use query_dsl::{RunQueryDsl, Transactions};

use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::error::StoreError;
use connection::{Access, Slot};
use workers::Workers;

/// The backend for which the queries are compiled.
pub type Backend = diesel::sqlite::Sqlite;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// A SQLite file, and the threads that work on it.
pub struct Sqlite {
    path: String,
    readers: Workers,
    // Last, because the connection that is closed last cleans up the write-ahead log, which requires
    // write access.
    writer: Workers,
}

impl Sqlite {
    /// Opens the file, creates it if it does not exist, and starts the threads.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let path = connection::create(path)?;
        // First, because it may still have to change the journal mode.
        let writer = Slot::open(&path, Access::ReadWrite)?;
        let readers = (0..readers())
            .map(|_| Slot::open(&path, Access::ReadOnly))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            path,
            readers: Workers::start("sqlite-reader", readers, reader::work)?,
            writer: Workers::start("sqlite-writer", vec![writer], writer::work)?,
        })
    }

    /// Runs `work` concurrently with other reads.
    pub async fn read<F, T, E>(&self, work: F) -> Result<T, StoreError>
    where
        F: AsyncFnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: Into<StoreError>,
    {
        self.readers.submit(work).await
    }

    /// Runs `work` and returns when its writes are on the disk. A statement that fails is rolled back.
    pub async fn write<F, T, E>(&self, work: F) -> Result<T, StoreError>
    where
        F: AsyncFnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: Into<StoreError>,
    {
        self.writer.submit(work).await
    }

    /// Same as [`write`](Self::write), because a [transaction](Transactions) needs no connection of its own.
    pub async fn transact<F, T, E>(&self, work: F) -> Result<T, StoreError>
    where
        F: AsyncFnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: Into<StoreError>,
    {
        self.write(work).await
    }

    /// Brings the schema up to date. Several processes may do so at once: this takes SQLite's write lock before
    /// it checks which migrations are missing.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let path = self.path.clone();
        tokio::task::spawn_blocking(move || {
            connection::open(&path, Access::ReadWrite)?.immediate_transaction(|connection| {
                connection
                    .run_pending_migrations(MIGRATIONS)
                    .map(drop)
                    .map_err(StoreError::internal)
            })
        })
        .await
        .map_err(StoreError::internal)?
    }
}

/// Reads take microseconds, so a few threads are enough for many cores.
fn readers() -> usize {
    thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, 4))
}
