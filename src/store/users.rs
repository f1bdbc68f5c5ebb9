//! Users.

use chrono::{DateTime, Utc};

use super::{Database, Store, StoreError, postgres, sqlite};
use crate::domain::User;

impl Store {
    /// Adds a user. Returns `false` if the ID or the e-mail address, ignoring case, is taken.
    pub async fn create_user(&self, user: User) -> Result<bool, StoreError> {
        run!(self.write, create_user(&user))
    }

    /// Finds the user with this ID or e-mail address, ignoring the case of the address. Includes deactivated users.
    pub async fn find_user(&self, id_or_email: String) -> Result<Option<User>, StoreError> {
        run!(self.read, find_user(&id_or_email))
    }

    /// Deactivates a user permanently. Returns `false` if no user has this ID.
    pub async fn deactivate_user(
        &self,
        id: String,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        run!(self.write, deactivate_user(&id, now))
    }
}
