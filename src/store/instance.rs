//! The installation itself.

use super::{Database, Store, StoreError, postgres, sqlite};

impl Store {
    /// Asks the database whether it works; fails as well when it has never been migrated.
    pub async fn ping(&self) -> Result<(), StoreError> {
        run!(self.read, ping())
    }

    /// The value by which the master key is recognised, if one has been set.
    pub async fn key_check(&self) -> Result<Option<Vec<u8>>, StoreError> {
        run!(self.read, key_check())
    }

    /// Sets that value unless there is one: `false` when somebody else was first.
    pub async fn set_key_check_if_absent(&self, key_check: Vec<u8>) -> Result<bool, StoreError> {
        run!(self.write, set_key_check_if_absent(&key_check))
    }
}
