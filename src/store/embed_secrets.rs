//! The encrypted embed secrets of all organizations, also of deleted ones.

use super::{Database, Store, StoreError, postgres, sqlite};

/// The encrypted embed secret of an organization.
#[derive(Debug, Clone)]
pub struct Sealed {
    /// The organization.
    pub organization_id: String,
    /// The ciphertext.
    pub embed_secret: Vec<u8>,
}

/// An embed secret that was encrypted again.
#[derive(Debug, Clone)]
pub struct Resealed {
    /// As it was.
    pub before: Sealed,
    /// The new ciphertext.
    pub after: Vec<u8>,
}

impl Store {
    /// The number of embed secrets.
    pub async fn count_embed_secrets(&self) -> Result<i64, StoreError> {
        run!(self.read, count_embed_secrets())
    }

    /// At most `limit` embed secrets, by ascending ID of the organization, and only those after the ID `after`.
    pub async fn list_embed_secrets(
        &self,
        after: String,
        limit: i64,
    ) -> Result<Vec<Sealed>, StoreError> {
        run!(self.read, list_embed_secrets(&after, limit))
    }

    /// Replaces embed secrets in one transaction, except those that have changed in the meantime.
    pub async fn replace_embed_secrets(&self, resealed: Vec<Resealed>) -> Result<(), StoreError> {
        run!(self.transact, replace_embed_secrets(&resealed))
    }
}
