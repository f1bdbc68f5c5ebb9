//! Setting, removing and listing memberships, by operators.

use super::{Operator, OperatorError};
use crate::domain::{Member, Membership, Page, Role, User, now};
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

    /// Ends the membership of a user. Returns the user.
    ///
    /// # Errors
    /// [`OperatorError::NoUser`], [`OperatorError::NoOrganization`], [`OperatorError::NoMember`],
    /// [`OperatorError::IsOwner`]; a database error.
    pub async fn remove_membership(
        &self,
        organization_id: &str,
        user: &str,
    ) -> Result<User, OperatorError> {
        let user = self.find_user(user).await?;
        let (organization_id, user_id) = (organization_id.to_owned(), user.id.clone());
        let removed = self.store.remove_membership(
            organization_id.clone(),
            user_id.clone(),
            Author::CommandLine,
        );
        match removed.await {
            Ok(true) => Ok(user),
            Ok(false) => Err(OperatorError::IsOwner(user_id)),
            Err(StoreError::Absent(Absent::Organization)) => {
                Err(OperatorError::NoOrganization(organization_id))
            }
            Err(StoreError::Absent(_)) => Err(OperatorError::NoMember(user_id, organization_id)),
            Err(error) => Err(error.into()),
        }
    }

    /// A page of the members of an organization, which may be deleted, in the order in which they joined, and only those
    /// after the member `after`.
    ///
    /// # Errors
    /// [`OperatorError::NoOrganization`]; a database error.
    pub async fn list_members(
        &self,
        organization_id: &str,
        limit: u32,
        after: Option<String>,
    ) -> Result<Page<Member>, OperatorError> {
        let organization = self.find_organization(organization_id).await?;
        let members = self
            .store
            .list_members(organization.id, limit.into(), after);
        Ok(members.await?)
    }
}
