//! Members of organizations.

use super::{Database, Lookup, Seen, Store, StoreError, postgres, sqlite};
use crate::domain::{Member, MemberChange, Page};

impl Store {
    /// A page of at most `limit` members, in the order in which they joined, and only those who joined after the
    /// member `after`, who may have left.
    pub async fn list_members(
        &self,
        organization_id: String,
        limit: i64,
        after: Option<String>,
    ) -> Result<Page<Member>, StoreError> {
        run!(
            self.read,
            list_members(&organization_id, limit, after.as_deref())
        )
    }

    /// The number of members.
    pub async fn count_members(&self, organization_id: String) -> Result<i64, StoreError> {
        run!(self.read, count_members(&organization_id))
    }

    /// Changes a member of the organization, and returns the member after the change. `decide` gets `None` if the
    /// organization has no such member, and returns `None` for no change. It is called again if another writer
    /// changed the members first.
    ///
    /// # Errors
    /// Same as [`find_organization`](Self::find_organization), and the errors of `decide`.
    pub async fn change_member<D, E>(
        &self,
        lookup: Lookup,
        member_id: String,
        request_id: Option<String>,
        decide: D,
    ) -> Result<Member, E>
    where
        D: Fn(&Seen, Option<&Member>) -> Result<Option<MemberChange>, E> + Send + Sync + 'static,
        E: From<StoreError> + Send + 'static,
    {
        run!(
            self.transact,
            change_member(&lookup, &member_id, request_id.as_deref(), &decide)
        )?
    }
}
