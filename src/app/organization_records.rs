//! Listing, finding and restoring organizations, by operators.

use super::{Operator, OperatorError};
use crate::domain::{OrganizationRecord, Page};

impl Operator {
    /// A page of the organizations that are deleted or are not, newest first, and only those older than the organization
    /// `after`.
    ///
    /// # Errors
    /// A database error.
    pub async fn list_organizations(
        &self,
        is_deleted: bool,
        limit: u32,
        after: Option<String>,
    ) -> Result<Page<OrganizationRecord>, OperatorError> {
        let records = self
            .store
            .list_organization_records(is_deleted, limit.into(), after);
        Ok(records.await?)
    }

    /// Finds an organization, which may be deleted.
    ///
    /// # Errors
    /// [`OperatorError::NoOrganization`]; a database error.
    pub async fn find_organization(&self, id: &str) -> Result<OrganizationRecord, OperatorError> {
        let record = self.store.find_organization_record(id.to_owned()).await?;
        record.ok_or_else(|| OperatorError::NoOrganization(id.to_owned()))
    }

    /// Reverts the deletion of an organization.
    ///
    /// # Errors
    /// [`OperatorError::NoDeletedOrganization`]; a database error.
    pub async fn restore_organization(&self, id: &str) -> Result<(), OperatorError> {
        match self.store.restore_organization(id.to_owned()).await? {
            true => Ok(()),
            false => Err(OperatorError::NoDeletedOrganization(id.to_owned())),
        }
    }
}
