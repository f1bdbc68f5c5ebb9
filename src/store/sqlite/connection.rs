//! Opening connections to a SQLite file.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sqlite::Sqlite;
use diesel::{Connection as _, QueryResult, RunQueryDsl, SqliteConnection};

use super::State;
use crate::store::cached::CachedStatement;
use crate::store::error::StoreError;

/// A connection. Its statements run on the calling thread.
pub type Connection = SqliteConnection;

/// A connection for single statements, which is the same type on SQLite.
pub type Shared<'a> = Connection;

/// The connection, for a single statement.
pub fn shared(connection: &mut Connection) -> &mut Shared<'_> {
    connection
}

/// The access mode of a connection.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    ReadWrite,
    ReadOnly,
}

/// A connection that is reopened after it was discarded.
pub(super) struct Slot {
    pub(super) state: Arc<State>,
    access: Access,
    connection: Option<Connection>,
}

impl Slot {
    pub(super) fn open(state: Arc<State>, access: Access) -> Result<Self, StoreError> {
        Ok(Self {
            connection: Some(open(state.file.path(), access)?),
            state,
            access,
        })
    }

    pub(super) fn connection(&mut self) -> Result<&mut Connection, StoreError> {
        match &mut self.connection {
            Some(connection) => Ok(connection),
            empty => {
                // SQLite would create a file that was removed.
                self.state.check_file()?;
                Ok(empty.insert(open(self.state.file.path(), self.access)?))
            }
        }
    }

    /// Closes the connection, which rolls back its transaction.
    pub(super) fn discard(&mut self) {
        self.connection = None;
    }
}

/// The time limit for locks that other connections hold.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The size to which SQLite shrinks its write-ahead log when it starts it again from the beginning. The log is larger
/// only after another process has read for a long time.
const MAX_IDLE_LOG: u32 = 16 * 1024 * 1024;

pub(super) fn open(path: &str, access: Access) -> Result<Connection, StoreError> {
    let mut connection = SqliteConnection::establish(path).map_err(StoreError::unavailable)?;
    // First, because the following statements need locks.
    connection.batch_execute(&format!(
        "PRAGMA busy_timeout = {};",
        BUSY_TIMEOUT.as_millis()
    ))?;
    use_write_ahead_log(&mut connection)?;
    connection.batch_execute(&format!(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA journal_size_limit = {MAX_IDLE_LOG};"
    ))?;
    if access == Access::ReadOnly {
        connection.batch_execute("PRAGMA query_only = ON;")?;
    }
    Ok(connection)
}

/// Begins or ends a transaction or a savepoint.
pub(super) fn control(connection: &mut Connection, statement: &'static str) -> QueryResult<()> {
    CachedStatement(Control(statement))
        .execute(connection)
        .map(drop)
}

/// A statement that Diesel caches. It would parse a `sql_query` each time, which costs as much as a small update.
struct Control(&'static str);

impl QueryFragment<Sqlite> for Control {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        pass.push_sql(self.0);
        Ok(())
    }
}

/// When two connections change the mode of a new file at once, each holds a lock that the other needs. SQLite then
/// refuses one without waiting for the busy timeout. On the second attempt, the mode has changed.
#[expect(
    clippy::disallowed_methods,
    reason = "waits at the start, before this thread serves anybody"
)]
fn use_write_ahead_log(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let deadline = Instant::now() + BUSY_TIMEOUT;
    loop {
        let changed = connection.batch_execute("PRAGMA journal_mode = WAL;");
        match changed.map_err(StoreError::from) {
            Err(StoreError::Unavailable(_)) if Instant::now() < deadline => {
                thread::sleep(Duration::from_millis(10));
            }
            outcome => return outcome,
        }
    }
}

/// Creates the file if it does not exist, readable only by its owner, and returns its full path.
pub(super) fn create(path: &Path) -> Result<String, StoreError> {
    let unusable = |why: String| unusable(&path.display().to_string(), why);
    // SQLite interprets a path such as `file:x` as a URI. A full path is always a path.
    let full = std::path::absolute(path).map_err(|error| unusable(error.to_string()))?;
    let mut options = OpenOptions::new();
    // Never opens an existing file, because closing it would release the locks of other connections in
    // this process.
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(&full) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(unusable(error.to_string())),
        _ => full
            .into_os_string()
            .into_string()
            .map_err(|_| unusable("its path is not UTF-8".to_owned())),
    }
}

/// The refusal to start with a file.
pub(super) fn unusable(path: &str, why: String) -> StoreError {
    StoreError::Config(format!("cannot open the database {path}: {why}"))
}
