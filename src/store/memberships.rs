//! Memberships.

use super::{Author, Database, Store, StoreError, postgres, sqlite};
use crate::domain::Membership;

impl Store {
    /// Makes the user a member with this role. An existing membership keeps its ID and changes its role. A new owner
    /// replaces the owner, who becomes an admin. Returns `false` and changes nothing if the user is the owner: only
    /// another owner changes that.
    ///
    /// # Errors
    /// [`StoreError::Absent`] if the organization or the user does not exist; a database error.
    pub async fn set_membership(
        &self,
        membership: Membership,
        author: Author,
    ) -> Result<bool, StoreError> {
        Ok(run!(self.transact, set_membership(&membership, &author))??)
    }

    /// Ends the membership of the user. Returns `false` and changes nothing if the user is the owner.
    ///
    /// # Errors
    /// [`StoreError::Absent`] if the organization does not exist or has no such member; a database error.
    pub async fn remove_membership(
        &self,
        organization_id: String,
        user_id: String,
        author: Author,
    ) -> Result<bool, StoreError> {
        Ok(run!(
            self.transact,
            remove_membership(&organization_id, &user_id, &author)
        )??)
    }
}
