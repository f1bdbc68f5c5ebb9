//! Callers, recognised by their credentials.

use chrono::{DateTime, Utc};

use super::{Credential, Database, Reader, Store, StoreError, postgres, sqlite};

impl Store {
    /// The id of the user whom the credential stands for, if it is neither revoked nor expired and the
    /// user exists and is active.
    pub async fn find_caller(
        &self,
        credential: Credential,
        now: DateTime<Utc>,
    ) -> Result<Option<String>, StoreError> {
        run!(self.read, find_caller(&credential, now))
    }

    /// As [`find_caller`](Self::find_caller), for a caller who is going to read what a replica may answer.
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
