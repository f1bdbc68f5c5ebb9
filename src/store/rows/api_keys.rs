//! Rows of `api_keys`.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{naive, utc};
use crate::domain::ApiKey;
use crate::store::schema::api_keys;

/// A row of `api_keys`, without the hash.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = api_keys)]
pub(in crate::store) struct ApiKeyRow {
    id: String,
    user_id: String,
    name: Option<String>,
    created_at: NaiveDateTime,
    expires_at: Option<NaiveDateTime>,
    revoked_at: Option<NaiveDateTime>,
}

impl From<&ApiKey> for ApiKeyRow {
    fn from(key: &ApiKey) -> Self {
        Self {
            id: key.id.clone(),
            user_id: key.user_id.clone(),
            name: key.name.clone(),
            created_at: key.created_at.naive_utc(),
            expires_at: naive(key.expires_at),
            revoked_at: naive(key.revoked_at),
        }
    }
}

impl From<ApiKeyRow> for ApiKey {
    fn from(row: ApiKeyRow) -> Self {
        Self {
            id: row.id,
            user_id: row.user_id,
            name: row.name,
            created_at: row.created_at.and_utc(),
            expires_at: utc(row.expires_at),
            revoked_at: utc(row.revoked_at),
        }
    }
}
