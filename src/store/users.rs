//! Users.

use chrono::{DateTime, Utc};

use super::{Database, Store, StoreError, postgres, sqlite};
use crate::domain::{Page, User};

impl Store {
    /// Adds a user. Returns `false` if the ID or the e-mail address, ignoring case, is taken.
    pub async fn create_user(&self, user: User) -> Result<bool, StoreError> {
        run!(self.write, create_user(&user))
    }

    /// Finds the user with this ID or e-mail address, ignoring the case of the address. Includes deactivated users.
    pub async fn find_user(&self, id_or_email: String) -> Result<Option<User>, StoreError> {
        run!(self.read, find_user(&id_or_email))
    }

    /// A page of at most `limit` users by descending ID, and only those after the user `after`.
    pub async fn list_users(
        &self,
        limit: i64,
        after: Option<String>,
    ) -> Result<Page<User>, StoreError> {
        run!(self.read, list_users(limit, after.as_deref()))
    }

    /// Reverts a deactivation. Returns `false` if no user has this ID.
    pub async fn reactivate_user(&self, id: String) -> Result<bool, StoreError> {
        run!(self.write, reactivate_user(&id))
    }

    /// Deactivates a user. Returns `false` if no user has this ID.
    pub async fn deactivate_user(
        &self,
        id: String,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        run!(self.write, deactivate_user(&id, now))
    }
}
