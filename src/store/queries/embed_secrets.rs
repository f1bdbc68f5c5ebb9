//! The encrypted embed secrets of all organizations, also of deleted ones.

use diesel::prelude::*;

use super::{Connection, RunQueryDsl, Shared, Transactions};
use crate::store::embed_secrets::{Resealed, Sealed};
use crate::store::schema::organizations;

pub async fn count_embed_secrets(connection: &mut Shared<'_>) -> QueryResult<i64> {
    organizations::table.count().get_result(connection).await
}

pub async fn list_embed_secrets(
    connection: &mut Shared<'_>,
    after: &str,
    limit: i64,
) -> QueryResult<Vec<Sealed>> {
    let rows: Vec<(String, Vec<u8>)> = organizations::table
        .filter(organizations::id.gt(after))
        .order(organizations::id)
        .limit(limit)
        .select((organizations::id, organizations::embed_secret))
        .load(connection)
        .await?;
    let sealed = rows.into_iter();
    Ok(sealed
        .map(|(organization_id, embed_secret)| Sealed {
            organization_id,
            embed_secret,
        })
        .collect())
}

pub async fn replace_embed_secrets(
    connection: &mut Connection,
    resealed: &[Resealed],
) -> QueryResult<()> {
    connection
        .transaction(async |connection| {
            for Resealed { before, after } in resealed {
                let unchanged = organizations::table
                    .find(&before.organization_id)
                    .filter(organizations::embed_secret.eq(&before.embed_secret));
                diesel::update(unchanged)
                    .set(organizations::embed_secret.eq(after))
                    .execute(connection)
                    .await?;
            }
            Ok(())
        })
        .await
}
