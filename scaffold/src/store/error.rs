//! Why the store does not answer.

use diesel::result::{DatabaseErrorKind, Error};
use diesel_async::pooled_connection::deadpool::{BuildError, PoolError};
use thiserror::Error as ThisError;
use tokio::time::error::Elapsed;

/// Why the store does not answer.
#[derive(Debug, ThisError)]
pub enum StoreError {
    /// The database's URL is not valid.
    #[error("the database URL {0}")]
    Url(&'static str),
    /// The database cannot be reached.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// The row violates a unique constraint: a response with 409.
    #[error("the row exists already")]
    Duplicate,
    /// A query failed.
    #[error("a query failed: {0}")]
    Query(Error),
    /// The schema cannot be migrated.
    #[error("the schema cannot be migrated: {0}")]
    Migration(String),
}

impl StoreError {
    /// Whether the same may succeed later.
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }
}

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        match error {
            // The kind and not the constraint's name, which SQLite does not report.
            Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => Self::Duplicate,
            Error::DatabaseError(DatabaseErrorKind::ClosedConnection, _)
            | Error::BrokenTransactionManager => Self::Unavailable(error.to_string()),
            _ => Self::Query(error),
        }
    }
}

impl From<PoolError> for StoreError {
    fn from(error: PoolError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl From<BuildError> for StoreError {
    fn from(error: BuildError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl From<Elapsed> for StoreError {
    fn from(_: Elapsed) -> Self {
        Self::Unavailable("no connection to it in time".to_owned())
    }
}
