//! Changes with an entry in the audit log.

use diesel::QueryResult;
use diesel::query_dsl::methods::ExecuteDsl;

use super::connection::Connection;
use super::queries::InsertEntry;
use super::{RunQueryDsl, Transactions};

/// Makes the change and, if it changes a row, inserts the entry. If either statement fails, neither has an effect.
pub async fn execute_with_entry<C>(
    connection: &mut Connection,
    change: C,
    entry: InsertEntry<'_>,
) -> QueryResult<usize>
where
    C: ExecuteDsl<Connection> + diesel::RunQueryDsl<Connection>,
{
    connection
        .transaction(async |connection| {
            let changed = RunQueryDsl::execute(change, connection).await?;
            if changed != 0 {
                RunQueryDsl::execute(entry, connection).await?;
            }
            Ok(changed)
        })
        .await
}
