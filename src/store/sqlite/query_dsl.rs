//! Diesel's own SQLite connection under the names by which `queries/` calls diesel-async.
//!
//! SQLite works on the calling thread, so these futures are ready when they are first polled: a
//! query costs what the synchronous one costs, where diesel-async's wrapper would copy every
//! parameter and every row to carry them to another thread.

use diesel::prelude::QueryResult;
use diesel::query_dsl::methods::{ExecuteDsl, LoadQuery};

use super::connection::{Connection, control};

/// As `diesel_async::RunQueryDsl`.
pub trait RunQueryDsl: Sized {
    /// Runs the statement; says how many rows it changed.
    fn execute(self, connection: &mut Connection) -> impl Future<Output = QueryResult<usize>>
    where
        Self: ExecuteDsl<Connection> + diesel::RunQueryDsl<Connection>,
    {
        async { diesel::RunQueryDsl::execute(self, connection) }
    }

    /// Every row.
    fn load<'a, U>(
        self,
        connection: &'a mut Connection,
    ) -> impl Future<Output = QueryResult<Vec<U>>>
    where
        Self: LoadQuery<'a, Connection, U> + diesel::RunQueryDsl<Connection>,
    {
        async { diesel::RunQueryDsl::load(self, connection) }
    }

    /// The first row.
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

/// As `diesel_async::AsyncConnection`, as far as the queries need it.
pub trait Transactions {
    /// Runs the work in a savepoint, so that nothing of it is written when it fails.
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
