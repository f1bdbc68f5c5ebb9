//! Prepared statements that Diesel would not cache.

use std::marker::PhantomData;

use diesel::backend::Backend;
use diesel::prelude::QueryResult;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};

/// A statement that the connection caches by its text.
///
/// Diesel never caches an `UPDATE` or a statement with literal SQL, because statements of the same type can then have
/// different texts, and the cache could grow without bounds. If the text is always the same, this would cost a parse
/// and a plan each time, and two more round trips on PostgreSQL.
///
/// On SQLite, Diesel ignores this for a statement that returns no rows. Use [`Update`] in place of its `UPDATE`.
#[derive(Clone, Copy)]
pub struct CachedStatement<S>(pub S);

impl<S: QueryFragment<DB>, DB: Backend> QueryFragment<DB> for CachedStatement<S> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(pass)
    }

    fn is_safe_to_cache_prepared(&self, _backend: &DB) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<S> QueryId for CachedStatement<S> {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<S: Query> Query for CachedStatement<S> {
    type SqlType = S::SqlType;
}

impl<S, C> diesel::RunQueryDsl<C> for CachedStatement<S> {}

/// An `UPDATE` of the rows that meet a condition, which the connection caches by its type `K`.
#[derive(Clone, Copy)]
pub struct Update<K, C, W> {
    /// Stands for the text, which is never built again: no other statement may have it.
    pub kind: PhantomData<K>,
    pub table: &'static str,
    pub changes: C,
    pub condition: W,
}

impl<K: 'static, C, W> QueryId for Update<K, C, W> {
    type QueryId = K;

    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<K, C, W, Connection> diesel::RunQueryDsl<Connection> for Update<K, C, W> {}

impl<K, C, W, DB> QueryFragment<DB> for Update<K, C, W>
where
    C: QueryFragment<DB>,
    W: QueryFragment<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        pass.push_sql("UPDATE ");
        pass.push_identifier(self.table)?;
        pass.push_sql(" SET ");
        self.changes.walk_ast(pass.reborrow())?;
        pass.push_sql(" WHERE ");
        self.condition.walk_ast(pass.reborrow())
    }
}
