//! Callers, identified by their credentials.

use chrono::{DateTime, Utc};

use super::{Credential, Database, Reader, Store, StoreError, postgres, sqlite};

impl Store {
    /// Finds the ID of the user whom the credential identifies. The credential must not be revoked or expired, and
    /// the user must exist and be active.
    pub async fn find_caller(
        &self,
        credential: Credential,
        now: DateTime<Utc>,
    ) -> Result<Option<String>, StoreError> {
        run!(self.read, find_caller(&credential, now))
    }

    /// Like [`find_caller`](Self::find_caller), for a read that a replica may serve.
    pub async fn find_reader(
        &self,
        credential: &Credential,
        now: DateTime<Utc>,
    ) -> Result<Option<Reader>, StoreError> {
        if let (Database::Postgres(database), Some(_)) = (&self.database, &self.replica) {
            return database.find_reader(credential, now).await;
        }
        let user_id = self.find_caller(credential.clone(), now).await?;
        Ok(user_id.map(|user_id| Reader {
            user_id,
            writes: None,
        }))
    }
}
