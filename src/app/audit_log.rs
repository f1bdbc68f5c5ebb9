//! Reading the audit log, by operators.

use super::{Operator, OperatorError};
use crate::domain::AuditEntry;

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
        let organization_id = organization_id.to_owned();
        let entries = self.store.list_audit_entries(organization_id, limit.into());
        Ok(entries.await?)
    }
}
