//! Reading the audit log.

use orgd_runtime::{Context, Permission};

use super::{App, Consistency, Operator, OperatorError};
use crate::auth::Caller;
use crate::domain::{AuditEntry, AuditFilter, Page};
use crate::error::Error;

impl App {
    /// Returns a page of up to `limit` entries of the organization, newest first.
    ///
    /// # Errors
    /// As [`Self::get_organization`].
    pub async fn list_audit_entries(
        &self,
        context: Context<Caller, Permission>,
        organization_id: String,
        filter: AuditFilter,
        limit: u32,
    ) -> Result<Page<AuditEntry>, Error> {
        let Context {
            caller, permission, ..
        } = context;
        let organization = self
            .get_organization(caller, organization_id, &[permission], Consistency::Strong)
            .await?;
        let page = self
            .store
            .list_audit_entries(organization.id, filter, limit.into());
        Ok(page.await?)
    }
}

impl Operator {
    /// Lists the latest `limit` entries of the organization, newest first. It may have been deleted.
    ///
    /// # Errors
    /// A database error.
    pub async fn list_audit_entries(
        &self,
        organization_id: &str,
        limit: u32,
    ) -> Result<Vec<AuditEntry>, OperatorError> {
        let (organization_id, filter) = (organization_id.to_owned(), AuditFilter::default());
        let page = self
            .store
            .list_audit_entries(organization_id, filter, limit.into());
        Ok(page.await?.items)
    }
}
