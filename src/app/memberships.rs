//! Setting memberships, by operators.

use super::{Operator, OperatorError};
use crate::domain::{Membership, Role, now};
use crate::store::{Absent, Author, StoreError};

impl Operator {
    /// Makes a user a member of an organization, or changes the member's role. A new owner replaces the owner, who
    /// becomes an admin. Returns the requested membership; an existing one keeps its ID.
    ///
    /// # Errors
    /// [`OperatorError::NoUser`], [`OperatorError::NoOrganization`], [`OperatorError::IsOwner`]; a database error.
    pub async fn set_membership(
        &self,
        organization_id: &str,
        user: &str,
        role: Role,
    ) -> Result<Membership, OperatorError> {
        let user = self.find_user(user).await?;
        let membership = Membership::new(organization_id.to_owned(), user.id, role, now());
        let set = self
            .store
            .set_membership(membership.clone(), Author::CommandLine);
        match set.await {
            Ok(true) => Ok(membership),
            Ok(false) => Err(OperatorError::IsOwner(membership.user_id)),
            Err(StoreError::Absent(Absent::Organization)) => {
                Err(OperatorError::NoOrganization(membership.organization_id))
            }
            Err(StoreError::Absent(_)) => Err(OperatorError::NoUser(membership.user_id)),
            Err(error) => Err(error.into()),
        }
    }
}
