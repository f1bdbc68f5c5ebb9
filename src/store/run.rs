//! Runs a query of `queries/` on the database that there is.

/// Runs the query of that name: on SQLite by way of the readers (`self.read`) or the writer (`self.write`,
/// `self.transact`), for which its arguments must be owned; on PostgreSQL on a connection of that kind.
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

/// Runs the query on the replica, for a reader whose writes it has; `None` when the primary has to answer.
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

/// Runs the query on the replica where that answers and the answer is usable, otherwise on the primary.
macro_rules! run_on_replica {
    ($store:ident for $reader:expr, if $usable:expr, $query:ident($($argument:expr),*)) => {
        match ask_replica!($store for $reader, $query($($argument),*)).filter($usable) {
            Some(answer) => Ok(answer),
            None => run!($store.read, $query($($argument),*)),
        }
    };
}
