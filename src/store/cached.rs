//! Prepared statements that Diesel itself would not cache.

use diesel::backend::Backend;
use diesel::prelude::QueryResult;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};

/// A statement that the connection is to keep prepared, by its text.
///
/// Diesel never keeps an `UPDATE`, nor what has literal SQL in it, because values of one type may then have
/// another text each time, and a cache of them could grow without bounds. For one whose text is always the
/// same this costs a parse and a plan each time, and on PostgreSQL two more round trips.
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
