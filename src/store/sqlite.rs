//! SQLite: threads own the connections, and jobs are sent to the threads.
//!
//! SQLite works on the calling thread. A whole query is therefore sent to a thread once, and all its statements run
//! there. A few threads read concurrently and one thread writes. Each thread processes its queued jobs as a group
//! (see [`reader`] and [`writer`]).

mod audited;
mod backup;
mod connection;
mod file;
mod job;
mod query_dsl;
mod reader;
mod workers;
mod writer;

#[path = "queries/mod.rs"]
pub mod queries;

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::thread;

pub use audited::execute_with_entry;
pub use backup::back_up;
pub use connection::{Connection, Shared, shared};
pub use query_dsl::{RunQueryDsl, Transactions};

use diesel::connection::SimpleConnection;
use diesel::{QueryDsl, QueryResult, QueryableByName};
use diesel_migrations::{EmbeddedMigrations, embed_migrations};

use super::error::StoreError;
use super::health::Health;
use super::migrations::{self, applied_migrations};
use super::usage::Usage;
use crate::causes::with_causes;
use connection::{Access, Slot};
use file::DatabaseFile;
use workers::Workers;

/// The backend for which the queries are compiled.
pub type Backend = diesel::sqlite::Sqlite;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// A SQLite file, and the threads that work on it.
pub struct Sqlite {
    state: Arc<State>,
    readers: Workers,
    // Last, because the connection that is closed last cleans up the write-ahead log, which requires
    // write access.
    writer: Workers,
}

/// A row of `PRAGMA quick_check`.
#[derive(QueryableByName)]
struct Finding {
    #[diesel(sql_type = diesel::sql_types::Text)]
    quick_check: String,
}

/// What the threads share.
struct State {
    file: DatabaseFile,
    health: Health,
}

impl State {
    /// Checks that the file is still the one that was opened.
    fn check_file(&self) -> Result<(), StoreError> {
        self.file
            .check()
            .inspect_err(|error| self.health.failed(error))
    }
}

impl Sqlite {
    /// Opens the file, creates it if it does not exist, and starts the threads.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let path = connection::create(path)?;
        let unusable = |error| match error {
            StoreError::Config(_) => error,
            error => connection::unusable(&path, with_causes(&error)),
        };
        let file = DatabaseFile::at(&path).map_err(unusable)?;
        let health = Health::default();
        let state = Arc::new(State { file, health });
        let open = |access| Slot::open(Arc::clone(&state), access).map_err(unusable);
        // First, because it may still have to change the journal mode.
        let writer = open(Access::ReadWrite)?;
        let readers = (0..readers())
            .map(|_| open(Access::ReadOnly))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            state: Arc::clone(&state),
            readers: Workers::start("sqlite-reader", readers, reader::work)?,
            writer: Workers::start("sqlite-writer", vec![writer], writer::work)?,
        })
    }

    /// How busy the threads are.
    pub fn usage(&self) -> Usage {
        Usage {
            waiting: vec![
                ("sqlite_writer", self.writer.waiting()),
                ("sqlite_readers", self.readers.waiting()),
            ],
            connections: Vec::new(),
        }
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
        // Usually there is nothing to do, and then there is no need to wait for other writers.
        if self.check_schema().await.is_ok() {
            return Ok(());
        }
        let path = self.state.file.path().to_owned();
        tokio::task::spawn_blocking(move || {
            connection::open(&path, Access::ReadWrite)?
                .immediate_transaction(|connection| migrations::migrate(connection, MIGRATIONS))
        })
        .await
        .map_err(StoreError::internal)?
    }

    /// Checks that the schema is up to date.
    pub async fn check_schema(&self) -> Result<(), StoreError> {
        let versions = self.read(async |connection: &mut Connection| {
            let versions = applied_migrations::table.select(applied_migrations::version);
            RunQueryDsl::load(versions, connection).await
        });
        migrations::check::<Backend>(versions.await, &MIGRATIONS)
    }

    /// Same as [`Store::ping`](super::Store::ping).
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.state.check_file()?;
        if self.state.health.is_damaged() {
            return Err(StoreError::unavailable("damage was noticed before"));
        }
        self.read(async |connection: &mut Connection| queries::ping(connection).await)
            .await?;
        if self.state.health.is_full() {
            self.take_room().await?;
            self.state.health.found_room();
        }
        if self.state.health.refuses_writes() {
            self.write(async |connection: &mut Connection| try_to_write(connection))
                .await?;
        }
        Ok(())
    }

    /// Writes a file that needs room, and removes it. A write to the database may need none, because SQLite reuses the
    /// room in its files.
    async fn take_room(&self) -> Result<(), StoreError> {
        let file = self.state.file.path().to_owned();
        let taken = tokio::task::spawn_blocking(move || {
            let folder = Path::new(&*file).parent().unwrap_or(Path::new("."));
            let mut file = tempfile::tempfile_in(folder)?;
            file.write_all(&vec![0; ROOM])?;
            file.sync_all()
        });
        let taken = taken.await.map_err(StoreError::internal)?;
        taken.map_err(|error| StoreError::Full(Arc::new(error)))
    }

    /// Reads the whole file to find damage.
    ///
    /// # Errors
    /// [`StoreError::Config`] with what was found; a database error.
    pub async fn check_for_damage(&self) -> Result<(), StoreError> {
        let found = self.read(async |connection: &mut Connection| {
            RunQueryDsl::load::<Finding>(diesel::sql_query("PRAGMA quick_check"), connection).await
        });
        let found: Vec<_> = match found.await {
            Ok(rows) => rows.into_iter().map(|row| row.quick_check).collect(),
            Err(StoreError::Damaged(cause)) => vec![cause.to_string()],
            Err(error) => return Err(error),
        };
        if found == ["ok"] {
            return Ok(());
        }
        Err(StoreError::Config(format!(
            "the database {} is damaged: restore it from a backup ({})",
            self.state.file.path(),
            found.join("; ")
        )))
    }
}

/// The room that a database needs to be ready again after its disk was full, in bytes.
const ROOM: usize = 1024 * 1024;

/// Writes something that nobody reads: SQLite would not write a row that does not change.
fn try_to_write(connection: &mut Connection) -> QueryResult<()> {
    let number: i32 = rand::random();
    connection.batch_execute(&format!("PRAGMA user_version = {number}"))
}

/// Reads take microseconds, so a few threads are enough for many cores.
fn readers() -> usize {
    thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, 4))
}
