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
    /// The database URL or its file is not usable, with the reason.
    #[error("{0}")]
    Config(String),
    /// The database cannot be reached or is too busy. A later attempt may succeed.
    #[error("the database is not available")]
    Unavailable(#[source] Cause),
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

/// Prefixes of messages for which Diesel has no kind: SQLite could not get a lock within the busy timeout, or
/// PostgreSQL shut down during a statement or canceled a statement that took too long.
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
