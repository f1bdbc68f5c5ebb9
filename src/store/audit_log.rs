//! The audit log.

use super::{Database, Store, StoreError, postgres, sqlite};
use crate::domain::{AuditEntry, AuditFilter, Page};

impl Store {
    /// A page of at most `limit` entries of the organization, newest first.
    pub async fn list_audit_entries(
        &self,
        organization_id: String,
        filter: AuditFilter,
        limit: i64,
    ) -> Result<Page<AuditEntry>, StoreError> {
        run!(
            self.read,
            list_audit_entries(&organization_id, &filter, limit)
        )
    }
}
