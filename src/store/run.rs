//! Macros that run a query of `queries/` on the current database.

/// Runs the query with this name. On SQLite, it runs on the readers (`self.read`) or on the writer (`self.write`,
/// `self.transact`), and its arguments must be owned. On PostgreSQL, it runs on a connection of the same kind.
macro_rules! run {
    ($store:ident.$access:ident, $query:ident($($argument:expr),*)) => {
        match &$store.database {
            Database::Sqlite(database) => {
                database
                    .$access(async move |connection: &mut sqlite::Connection| {
                        sqlite::queries::$query(connection, $($argument),*).await
                    })
                    .await
            }
            Database::Postgres(database) => {
                database
                    .$access(async |connection| {
                        postgres::queries::$query(connection, $($argument),*).await
                    })
                    .await
            }
        }
    };
}

/// Runs the query on the replica. Returns `None` if the replica lacks writes of the reader or fails.
macro_rules! ask_replica {
    ($store:ident for $reader:expr, $query:ident($($argument:expr),*)) => {
        match &$store.replica {
            Some(replica) => {
                replica
                    .ask($reader, async |connection: &mut postgres::Shared<'_>| {
                        postgres::queries::$query(connection, $($argument),*).await
                    })
                    .await
            }
            None => None,
        }
    };
}

/// Runs the query on the replica, or on the primary if the replica has no usable result.
macro_rules! run_on_replica {
    ($store:ident for $reader:expr, if $usable:expr, $query:ident($($argument:expr),*)) => {
        match ask_replica!($store for $reader, $query($($argument),*)).filter($usable) {
            Some(answer) => Ok(answer),
            None => run!($store.read, $query($($argument),*)),
        }
    };
}
