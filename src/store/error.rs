//! Errors of the store.

use std::error::Error;
use std::sync::Arc;

use super::lookup::Absent;
use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// The reason for which an operation of the store failed.
///
/// The error is cloned for every request of a group that was rolled back.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// The database URL, its file or its schema is not usable, with the reason.
    #[error("{0}")]
    Config(String),
    /// The database cannot be reached or is too busy. A later attempt may succeed.
    #[error("the database is not available")]
    Unavailable(#[source] Cause),
    /// The disk of the database is full. Reads succeed, and writes succeed again once there is room.
    #[error("the disk of the database is full")]
    Full(#[source] Cause),
    /// The database accepts only reads, for example because it is now the standby of another server.
    #[error("the database is read-only")]
    ReadOnly(#[source] Cause),
    /// The file of the database was removed or replaced. Writes to it would be lost.
    #[error(
        "the database file {0} was removed or replaced while orgd runs: put it back, or restart orgd"
    )]
    Moved(Arc<str>),
    /// The file of the database is damaged.
    #[error("the database is damaged: restore it from a backup")]
    Damaged(#[source] Cause),
    /// An error of the database or of this program. Another attempt will fail too.
    #[error("the database operation failed")]
    Internal(#[source] Cause),
    /// The caller or the resource does not exist.
    #[error(transparent)]
    Absent(#[from] Absent),
}

/// The cause of a [`StoreError`], for the log and not for clients.
pub type Cause = Arc<dyn Error + Send + Sync>;

impl StoreError {
    pub(super) fn unavailable(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Unavailable(Cause::from(cause.into()))
    }

    pub(super) fn read_only(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::ReadOnly(Cause::from(cause.into()))
    }

    pub(super) fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Internal(Cause::from(cause.into()))
    }

    /// Returns `true` if the same operation may succeed later.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Unavailable(_) | Self::Full(_) | Self::ReadOnly(_) | Self::Moved(_) => true,
            Self::Config(_) | Self::Damaged(_) | Self::Internal(_) | Self::Absent(_) => false,
        }
    }
}

impl From<DieselError> for StoreError {
    fn from(error: DieselError) -> Self {
        let class = classify(&error);
        let cause = Cause::from(Box::<dyn Error + Send + Sync>::from(error));
        class(cause)
    }
}

/// Makes an error of its cause.
type Class = fn(Cause) -> StoreError;

/// The classes of messages for which Diesel has no kind, and to which it gives no code. SQLite's messages are constant.
/// PostgreSQL translates its messages: docs/operations.md recommends `lc_messages = C`.
const BY_MESSAGE: [(&str, Class); 19] = [
    ("No space left on device", StoreError::Full),
    ("Disk quota exceeded", StoreError::Full),
    ("database or disk is full", StoreError::Full),
    ("attempt to write a readonly database", StoreError::ReadOnly),
    ("database disk image is malformed", StoreError::Damaged),
    ("file is not a database", StoreError::Damaged),
    ("disk I/O error", StoreError::Unavailable),
    ("unable to open database file", StoreError::Unavailable),
    // SQLite did not get a lock within the busy timeout.
    ("database is locked", StoreError::Unavailable),
    ("database table is locked", StoreError::Unavailable),
    ("locking protocol", StoreError::Unavailable),
    // PostgreSQL canceled a statement that took too long or waited too long for a lock.
    ("canceling statement due to", StoreError::Unavailable),
    ("deadlock detected", StoreError::Unavailable),
    // PostgreSQL, or PgBouncer in front of it, stops or starts.
    ("terminating connection", StoreError::Unavailable),
    ("the database system is ", StoreError::Unavailable),
    ("server conn crashed", StoreError::Unavailable),
    ("server closed the connection", StoreError::Unavailable),
    ("server_login", StoreError::Unavailable),
    ("query_wait_timeout", StoreError::Unavailable),
];

fn classify(error: &DieselError) -> Class {
    match error {
        DieselError::DatabaseError(kind, information) => match kind {
            DatabaseErrorKind::UnableToSendCommand
            | DatabaseErrorKind::ClosedConnection
            | DatabaseErrorKind::SerializationFailure => StoreError::Unavailable,
            DatabaseErrorKind::ReadOnlyTransaction => StoreError::ReadOnly,
            DatabaseErrorKind::Unknown => BY_MESSAGE
                .iter()
                .find(|(message, _)| information.message().contains(message))
                .map_or(StoreError::Internal, |(_, class)| *class),
            _ => StoreError::Internal,
        },
        DieselError::RollbackErrorOnCommit { commit_error, .. } => classify(commit_error),
        // The transaction manager of a connection that was lost within a transaction.
        DieselError::BrokenTransactionManager => StoreError::Unavailable,
        _ => StoreError::Internal,
    }
}
