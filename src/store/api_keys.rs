//! API keys.

use chrono::{DateTime, Utc};

use super::{Database, Store, StoreError, postgres, sqlite};
use crate::domain::ApiKey;

impl Store {
    /// Adds an API key with its SHA-256 hash. Returns `false` if the user does not exist.
    pub async fn create_api_key(&self, key: ApiKey, hash: [u8; 32]) -> Result<bool, StoreError> {
        run!(self.write, create_api_key(&key, &hash))
    }

    /// Every API key, newest first.
    pub async fn list_api_keys(&self) -> Result<Vec<ApiKey>, StoreError> {
        run!(self.read, list_api_keys())
    }

    /// Revokes an API key permanently. Returns `false` if no key has this ID.
    pub async fn revoke_api_key(&self, id: String, now: DateTime<Utc>) -> Result<bool, StoreError> {
        run!(self.write, revoke_api_key(&id, now))
    }
}
