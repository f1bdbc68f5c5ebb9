//! API keys.

use chrono::{DateTime, Utc};

use super::{Database, Store, StoreError, postgres, sqlite};
use crate::domain::{ApiKey, Page};

impl Store {
    /// Adds an API key with its SHA-256 hash. Returns `false` if the user does not exist.
    pub async fn create_api_key(&self, key: ApiKey, hash: [u8; 32]) -> Result<bool, StoreError> {
        run!(self.write, create_api_key(&key, &hash))
    }

    /// A page of at most `limit` API keys of the user or of all users, each with the e-mail address of its user. By
    /// descending ID, and only those after the key `after`.
    pub async fn list_api_keys(
        &self,
        user_id: Option<String>,
        limit: i64,
        after: Option<String>,
    ) -> Result<Page<(ApiKey, String)>, StoreError> {
        run!(
            self.read,
            list_api_keys(user_id.as_deref(), limit, after.as_deref())
        )
    }

    /// Revokes an API key permanently. Returns `false` if no key has this ID.
    pub async fn revoke_api_key(&self, id: String, now: DateTime<Utc>) -> Result<bool, StoreError> {
        run!(self.write, revoke_api_key(&id, now))
    }
}
