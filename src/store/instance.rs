//! Data about the installation.

use super::{Database, Store, StoreError, postgres, sqlite};

impl Store {
    /// Checks that the database works, for reads and for writes. Fails if the database was never migrated.
    ///
    /// Writes only if a write has failed, to find out whether the cause is gone.
    pub async fn ping(&self) -> Result<(), StoreError> {
        match &self.database {
            Database::Sqlite(database) => database.ping().await,
            Database::Postgres(database) => database.ping().await,
        }
    }

    /// The value that identifies the master key, if it is set.
    pub async fn key_check(&self) -> Result<Option<Vec<u8>>, StoreError> {
        run!(self.read, key_check())
    }

    /// Sets the value that identifies the master key.
    pub async fn set_key_check(&self, key_check: Vec<u8>) -> Result<(), StoreError> {
        run!(self.write, set_key_check(&key_check))
    }

    /// Sets the value that identifies the master key. Returns `false` if it was already set.
    pub async fn set_key_check_if_absent(&self, key_check: Vec<u8>) -> Result<bool, StoreError> {
        run!(self.write, set_key_check_if_absent(&key_check))
    }
}
