//! Users.

use chrono::{DateTime, Utc};

use super::{Database, Store, StoreError, postgres, sqlite};
use crate::domain::User;

impl Store {
    /// Adds a user: `false` when the id or the e-mail address is taken, the address in whatever case.
    pub async fn create_user(&self, user: User) -> Result<bool, StoreError> {
        run!(self.write, create_user(&user))
    }

    /// The user of that id or e-mail address, in whatever case, deactivated or not.
    pub async fn find_user(&self, id_or_email: String) -> Result<Option<User>, StoreError> {
        run!(self.read, find_user(&id_or_email))
    }

    /// Deactivates a user, once and for all: `false` when there is none of that id.
    pub async fn deactivate_user(
        &self,
        id: String,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        run!(self.write, deactivate_user(&id, now))
    }
}
