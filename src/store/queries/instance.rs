//! Data about the installation.

use diesel::prelude::*;

use super::{RunQueryDsl, Shared};
use crate::store::schema::instance;

/// The ID of the only row of the table.
const ONLY: i32 = 1;

/// Reads a table, because SQLite would return a constant without accessing its file.
pub async fn ping(connection: &mut Shared<'_>) -> QueryResult<()> {
    key_check(connection).await.map(drop)
}

pub async fn key_check(connection: &mut Shared<'_>) -> QueryResult<Option<Vec<u8>>> {
    instance::table
        .find(ONLY)
        .select(instance::key_check)
        .get_result(connection)
        .await
        .optional()
}

pub async fn set_key_check(connection: &mut Shared<'_>, key_check: &[u8]) -> QueryResult<()> {
    diesel::update(instance::table.find(ONLY))
        .set(instance::key_check.eq(key_check))
        .execute(connection)
        .await?;
    Ok(())
}

pub async fn set_key_check_if_absent(
    connection: &mut Shared<'_>,
    key_check: &[u8],
) -> QueryResult<bool> {
    let inserted = diesel::insert_into(instance::table)
        .values((instance::id.eq(ONLY), instance::key_check.eq(key_check)))
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    Ok(inserted == 1)
}
