//! Diesel's SQLite connection with the methods of diesel-async, for `queries/`.
//!
//! SQLite works on the calling thread, so these futures are ready when they are first polled. A query therefore costs
//! the same as a synchronous one, while the wrapper of diesel-async would copy every parameter and every row to move
//! them between threads.

use diesel::prelude::QueryResult;
use diesel::query_dsl::methods::{ExecuteDsl, LoadQuery};

use super::connection::{Connection, control};

/// Like `diesel_async::RunQueryDsl`.
pub trait RunQueryDsl: Sized {
    /// Runs the statement and returns the number of changed rows.
    fn execute(self, connection: &mut Connection) -> impl Future<Output = QueryResult<usize>>
    where
        Self: ExecuteDsl<Connection> + diesel::RunQueryDsl<Connection>,
    {
        async { diesel::RunQueryDsl::execute(self, connection) }
    }

    /// Returns all rows.
    fn load<'a, U>(
        self,
        connection: &'a mut Connection,
    ) -> impl Future<Output = QueryResult<Vec<U>>>
    where
        Self: LoadQuery<'a, Connection, U> + diesel::RunQueryDsl<Connection>,
    {
        async { diesel::RunQueryDsl::load(self, connection) }
    }

    /// Returns the first row.
    fn get_result<'a, U>(
        self,
        connection: &'a mut Connection,
    ) -> impl Future<Output = QueryResult<U>>
    where
        Self: LoadQuery<'a, Connection, U> + diesel::RunQueryDsl<Connection>,
    {
        async { diesel::RunQueryDsl::get_result(self, connection) }
    }
}

impl<T> RunQueryDsl for T {}

/// The part of `diesel_async::AsyncConnection` that the queries need.
pub trait Transactions {
    /// Runs the work in a savepoint, so that it writes nothing if it fails.
    fn transaction<T, E>(
        &mut self,
        work: impl AsyncFnOnce(&mut Self) -> Result<T, E>,
    ) -> impl Future<Output = Result<T, E>>
    where
        E: From<diesel::result::Error>;
}

impl Transactions for Connection {
    async fn transaction<T, E>(
        &mut self,
        work: impl AsyncFnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: From<diesel::result::Error>,
    {
        control(self, "SAVEPOINT work")?;
        let outcome = work(self).await;
        if outcome.is_err() {
            control(self, "ROLLBACK TO work")?;
        }
        control(self, "RELEASE work")?;
        outcome
    }
}
