//! Memberships.

use super::{Author, Database, Store, StoreError, postgres, sqlite};
use crate::domain::Membership;

impl Store {
    /// Makes the user a member with this role. An existing membership keeps its ID and changes its role.
    ///
    /// # Errors
    /// [`StoreError::Absent`] if the organization or the user does not exist; a database error.
    pub async fn set_membership(
        &self,
        membership: Membership,
        author: Author,
    ) -> Result<(), StoreError> {
        Ok(run!(self.transact, set_membership(&membership, &author))??)
    }
}
