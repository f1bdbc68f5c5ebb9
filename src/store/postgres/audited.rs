//! Changes with an entry in the audit log.

use diesel::QueryResult;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::queries::InsertEntry;
use super::{RunQueryDsl, Shared};

/// Makes the change and, if it changes a row, inserts the entry, with one statement for a single round trip.
pub async fn execute_with_entry<C>(
    connection: &mut Shared<'_>,
    change: C,
    entry: InsertEntry<'_>,
) -> QueryResult<usize>
where
    C: QueryFragment<Pg> + QueryId + Send,
{
    WithEntry { change, entry }.execute(connection).await
}

struct WithEntry<'a, C> {
    change: C,
    entry: InsertEntry<'a>,
}

impl<C: QueryId> QueryId for WithEntry<'_, C> {
    type QueryId = WithEntry<'static, C::QueryId>;

    const HAS_STATIC_QUERY_ID: bool = C::HAS_STATIC_QUERY_ID;
}

impl<C, Connection> diesel::RunQueryDsl<Connection> for WithEntry<'_, C> {}

impl<C: QueryFragment<Pg>> QueryFragment<Pg> for WithEntry<'_, C> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        pass.push_sql("WITH changed AS (");
        self.change.walk_ast(pass.reborrow())?;
        pass.push_sql(" RETURNING 1) ");
        self.entry.walk_ast(pass.reborrow())?;
        pass.push_sql(" FROM changed");
        Ok(())
    }
}
