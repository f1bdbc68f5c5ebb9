//! Errors of the store.

use std::error::Error;
use std::sync::Arc;

use super::lookup::Absent;
use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// Why an operation of the store failed.
///
/// Cloned for every request of a group that was undone together.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// The database URL, or the file that it names, is not usable; the text says why.
    #[error("{0}")]
    Config(String),
    /// The database cannot be reached or is too busy: asking again later may help.
    #[error("the database is not available")]
    Unavailable(#[source] Cause),
    /// The database or this program is at fault: asking again will not help.
    #[error("the database could not do what it was asked to")]
    Internal(#[source] Cause),
    /// The caller or the resource does not exist.
    #[error(transparent)]
    Absent(#[from] Absent),
}

/// The cause of a [`StoreError`]: for the log, not for clients.
pub type Cause = Arc<dyn Error + Send + Sync>;

impl StoreError {
    pub(super) fn unavailable(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Unavailable(Cause::from(cause.into()))
    }

    pub(super) fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Internal(Cause::from(cause.into()))
    }
}

impl From<DieselError> for StoreError {
    fn from(error: DieselError) -> Self {
        if is_transient(&error) {
            Self::unavailable(error)
        } else {
            Self::internal(error)
        }
    }
}

/// Beginnings of messages that Diesel has no kind for: SQLite's when a lock is not released within the busy
/// timeout, and PostgreSQL's when it shuts down during a statement or ends one that takes too long.
const TRANSIENT_MESSAGES: [&str; 4] = [
    "canceling statement due to",
    "database is locked",
    "database table is locked",
    "terminating connection",
];

fn is_transient(error: &DieselError) -> bool {
    match error {
        DieselError::DatabaseError(kind, information) => match kind {
            DatabaseErrorKind::UnableToSendCommand
            | DatabaseErrorKind::ClosedConnection
            | DatabaseErrorKind::SerializationFailure => true,
            DatabaseErrorKind::Unknown => TRANSIENT_MESSAGES
                .iter()
                .any(|message| information.message().starts_with(message)),
            _ => false,
        },
        DieselError::RollbackErrorOnCommit { commit_error, .. } => is_transient(commit_error),
        _ => false,
    }
}
