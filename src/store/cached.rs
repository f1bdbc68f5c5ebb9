//! Prepared statements that Diesel would not cache.

use diesel::backend::Backend;
use diesel::prelude::QueryResult;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};

/// A statement that the connection caches by its text.
///
/// Diesel never caches an `UPDATE` or a statement with literal SQL, because statements of the same type can then have
/// different texts, and the cache could grow without bounds. If the text is always the same, this would cost a parse
/// and a plan each time, and two more round trips on PostgreSQL.
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
