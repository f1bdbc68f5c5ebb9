//! The audit log.

use super::{Database, Store, StoreError, postgres, sqlite};
use crate::domain::AuditEntry;

impl Store {
    /// The latest `limit` entries of the organization, newest first.
    pub async fn list_audit_entries(
        &self,
        organization_id: String,
        limit: i64,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        run!(self.read, list_audit_entries(&organization_id, limit))
    }
}
