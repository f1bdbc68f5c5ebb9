//! API keys.

use chrono::{DateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error};

use super::{RunQueryDsl, Shared};
use crate::domain::ApiKey;
use crate::store::rows::ApiKeyRow;
use crate::store::schema::api_keys;

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

pub async fn list_api_keys(connection: &mut Shared<'_>) -> QueryResult<Vec<ApiKey>> {
    let rows: Vec<ApiKeyRow> = api_keys::table
        .order((api_keys::created_at.desc(), api_keys::id.desc()))
        .select(ApiKeyRow::as_select())
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(ApiKey::from).collect())
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
