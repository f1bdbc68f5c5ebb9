//! Changes with an entry in the audit log.

use diesel::QueryResult;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment};

use super::queries::InsertEntry;
use super::{RunQueryDsl, Shared};
use crate::store::cached::CachedStatement;

/// Makes the change and, if it changes a row, inserts the entry, with one statement for a single round trip.
pub async fn execute_with_entry<C>(
    connection: &mut Shared<'_>,
    change: C,
    entry: InsertEntry<'_>,
) -> QueryResult<usize>
where
    C: QueryFragment<Pg> + Send,
{
    let statement = CachedStatement(WithEntry { change, entry });
    statement.execute(connection).await
}

struct WithEntry<'a, C> {
    change: C,
    entry: InsertEntry<'a>,
}

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
