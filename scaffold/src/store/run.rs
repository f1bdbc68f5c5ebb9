//! Runs a query on the database that there is.

/// Evaluates `$query` with a connection, which it calls `$connection`. It is compiled for each database.
macro_rules! run {
    ($store:ident, $connection:ident => $query:expr) => {{
        use tokio::time::timeout;

        use crate::store::{Database, StoreError, WAIT};

        let answer: Result<_, StoreError> = match &$store.database {
            Database::Sqlite(pool) => {
                let $connection = &mut *timeout(WAIT, pool.get()).await??;
                $query.map_err(StoreError::from)
            }
            Database::Postgres(pool) => {
                let $connection = &mut *timeout(WAIT, pool.get()).await??;
                $query.map_err(StoreError::from)
            }
        };
        answer
    }};
}
