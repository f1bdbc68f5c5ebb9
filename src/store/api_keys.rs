//! API keys.

use chrono::{DateTime, Utc};

use super::{Database, Store, StoreError, postgres, sqlite};
use crate::domain::ApiKey;

impl Store {
    /// Adds an API key by its SHA-256 hash: `false` when there is no such user.
    pub async fn create_api_key(&self, key: ApiKey, hash: [u8; 32]) -> Result<bool, StoreError> {
        run!(self.write, create_api_key(&key, &hash))
    }

    /// Every API key, newest first.
    pub async fn list_api_keys(&self) -> Result<Vec<ApiKey>, StoreError> {
        run!(self.read, list_api_keys())
    }

    /// Revokes an API key, once and for all: `false` when there is none of that id.
    pub async fn revoke_api_key(&self, id: String, now: DateTime<Utc>) -> Result<bool, StoreError> {
        run!(self.write, revoke_api_key(&id, now))
    }
}
