//! Organizations as operators see them, including deleted ones.

use super::{Database, Store, StoreError, postgres, sqlite};
use crate::domain::{OrganizationRecord, Page};

impl Store {
    /// A page of at most `limit` organizations that are deleted or are not. By descending ID, and only those after the
    /// organization `after`.
    pub async fn list_organization_records(
        &self,
        is_deleted: bool,
        limit: i64,
        after: Option<String>,
    ) -> Result<Page<OrganizationRecord>, StoreError> {
        run!(
            self.read,
            list_organization_records(is_deleted, limit, after.as_deref())
        )
    }

    /// Finds an organization, which may be deleted.
    pub async fn find_organization_record(
        &self,
        id: String,
    ) -> Result<Option<OrganizationRecord>, StoreError> {
        run!(self.read, find_organization_record(&id))
    }
}
