//! API keys.

use chrono::{DateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error};

use super::{RunQueryDsl, Shared};
use crate::domain::{ApiKey, Page};
use crate::store::rows::ApiKeyRow;
use crate::store::schema::{api_keys, users};

pub async fn create_api_key(
    connection: &mut Shared<'_>,
    key: &ApiKey,
    hash: &[u8; 32],
) -> QueryResult<bool> {
    let inserted = diesel::insert_into(api_keys::table)
        .values((ApiKeyRow::from(key), api_keys::hash.eq(hash.as_slice())))
        .execute(connection)
        .await;
    match inserted {
        Err(Error::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _)) => Ok(false),
        result => result.map(|_| true),
    }
}

pub async fn list_api_keys(
    connection: &mut Shared<'_>,
    user_id: Option<&str>,
    limit: i64,
    after: Option<&str>,
) -> QueryResult<Page<(ApiKey, String)>> {
    let mut listed = api_keys::table
        .inner_join(users::table)
        .into_boxed()
        .order(api_keys::id.desc())
        .limit(limit.saturating_add(1));
    if let Some(user_id) = user_id {
        listed = listed.filter(api_keys::user_id.eq(user_id));
    }
    if let Some(after) = after {
        listed = listed.filter(api_keys::id.lt(after));
    }
    let rows: Vec<(ApiKeyRow, String)> = listed
        .select((ApiKeyRow::as_select(), users::email))
        .load(connection)
        .await?;
    let keys = rows
        .into_iter()
        .map(|(row, email)| (ApiKey::from(row), email));
    Ok(Page::of(keys.collect(), limit))
}

pub async fn revoke_api_key(
    connection: &mut Shared<'_>,
    id: &str,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let valid = api_keys::table
        .find(id)
        .filter(api_keys::revoked_at.is_null());
    let changed = diesel::update(valid)
        .set(api_keys::revoked_at.eq(now.naive_utc()))
        .execute(connection)
        .await?;
    if changed == 1 {
        return Ok(true);
    }
    diesel::select(exists(api_keys::table.find(id)))
        .get_result(connection)
        .await
}
