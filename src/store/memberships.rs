//! Memberships.

use super::{Database, Store, StoreError, postgres, sqlite};
use crate::domain::Membership;

impl Store {
    /// Makes the user a member in that role; a membership that exists keeps its id and changes its role.
    ///
    /// # Errors
    /// [`StoreError::Absent`] without such an organization or such a user; a fault of the database.
    pub async fn set_membership(&self, membership: Membership) -> Result<(), StoreError> {
        Ok(run!(self.transact, set_membership(&membership))??)
    }
}
