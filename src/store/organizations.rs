//! Organizations. Deleted organizations are not found.

use super::{
    Absent, Author, Change, Credential, Database, Lookup, Reader, Seen, Store, StoreError,
    postgres, sqlite,
};
use crate::domain::{Listed, Organization, OrganizationSummary, Page};

impl Store {
    /// Adds an organization with its creator as `owner`. Returns `false` and writes nothing if the slug is
    /// taken.
    pub async fn create_organization(
        &self,
        change: Change,
        embed_secret: Vec<u8>,
        membership_id: String,
        author: Author,
    ) -> Result<bool, StoreError> {
        run!(
            self.transact,
            create_organization(&change, &embed_secret, &membership_id, &author)
        )
    }

    /// Finds the organization for a caller.
    ///
    /// # Errors
    /// [`StoreError::Absent`] if the caller or the organization does not exist; a database error.
    pub async fn find_organization(&self, lookup: Lookup) -> Result<Seen, StoreError> {
        if let Some(seen) = self.find_in_batch(&lookup).await? {
            return Ok(seen);
        }
        Ok(run!(self.read, find_organization(&lookup))??)
    }

    /// Finds the organization in one statement with other lookups, if the database benefits from that. Returns
    /// `None` also without an attempt.
    pub(super) async fn find_in_batch(&self, lookup: &Lookup) -> Result<Option<Seen>, StoreError> {
        match &self.database {
            Database::Postgres(database) => database.find_in_batch(lookup.clone()).await,
            Database::Sqlite(_) => Ok(None),
        }
    }

    /// Like [`find_organization`](Self::find_organization), but on the replica if there is one. Recent writes of
    /// others may be missing; the caller's own writes are not.
    ///
    /// # Errors
    /// Same as [`find_organization`](Self::find_organization).
    pub async fn find_organization_on_replica(&self, lookup: Lookup) -> Result<Seen, StoreError> {
        let replica = self.replica.as_ref();
        if replica.is_none_or(|replica| replica.is_paused()) {
            return self.find_organization(lookup).await;
        }
        let reader = self.find_reader(&lookup.credential, lookup.now).await?;
        let reader = reader.ok_or(Absent::Caller)?;
        // The replica may not have the credential yet.
        let by_id = Lookup {
            credential: Credential::User(reader.user_id.clone()),
            ..lookup.clone()
        };
        let seen = ask_replica!(self for &reader, find_organization(&by_id));
        // Only the primary knows that the organization does not exist, or that the caller is not a member.
        match seen {
            Some(Ok(seen)) if seen.role.is_some() => Ok(seen),
            _ => self.find_organization(lookup).await,
        }
    }

    /// The organization's embed secret, still encrypted. It is also found if the organization was deleted
    /// in the meantime.
    pub async fn find_embed_secret(
        &self,
        organization_id: String,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        run!(self.read, find_embed_secret(&organization_id))
    }

    /// Changes an organization without losing concurrent changes by this or other processes.
    ///
    /// `decide` returns the change, or `None` for no change. It is called again if another writer changed the
    /// organization first.
    ///
    /// # Errors
    /// Same as [`find_organization`](Self::find_organization), and the errors of `decide`.
    pub async fn update_organization<D, E>(
        &self,
        lookup: Lookup,
        decide: D,
    ) -> Result<Organization, E>
    where
        D: Fn(&Seen) -> Result<Option<Change>, E> + Send + Sync + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let seen = self.find_in_batch(&lookup).await?;
        run!(self.write, update_organization(&lookup, seen, &decide))?
    }

    /// Deletes an organization and removes it from its members' lists, in the same way as
    /// [`update_organization`](Self::update_organization) changes one.
    ///
    /// # Errors
    /// Same as [`update_organization`](Self::update_organization).
    pub async fn delete_organization<D, E>(&self, lookup: Lookup, decide: D) -> Result<(), E>
    where
        D: Fn(&Seen) -> Result<Option<Change>, E> + Send + Sync + 'static,
        E: From<StoreError> + Send + 'static,
    {
        run!(self.transact, delete_organization(&lookup, &decide))?
    }

    /// Reverts a deletion, on behalf of an operator. Returns `false` if no deleted organization has this ID.
    pub async fn restore_organization(&self, id: String) -> Result<bool, StoreError> {
        run!(self.transact, restore_organization(&id))
    }

    /// A page of at most `limit` of the reader's organizations, newest first, and only those older than the
    /// organization `after`. Returns `None` if the reader was never a member of that organization.
    pub async fn list_organizations(
        &self,
        reader: Reader,
        limit: i64,
        after: Option<String>,
    ) -> Result<Option<Page<Listed<Organization>>>, StoreError> {
        run_on_replica!(
            self for &reader, if |page| is_usable(page, after.as_deref()),
            list_organizations(&reader.user_id, limit, after.as_deref())
        )
    }

    /// Like [`list_organizations`](Self::list_organizations), but with summaries.
    pub async fn list_organization_summaries(
        &self,
        reader: Reader,
        limit: i64,
        after: Option<String>,
    ) -> Result<Option<Page<Listed<OrganizationSummary>>>, StoreError> {
        run_on_replica!(
            self for &reader, if |page| is_usable(page, after.as_deref()),
            list_organization_summaries(&reader.user_id, limit, after.as_deref())
        )
    }

    /// The number of organizations that the reader is a member of.
    pub async fn count_organizations(&self, reader: Reader) -> Result<i64, StoreError> {
        run_on_replica!(self for &reader, if |_| true, count_organizations(&reader.user_id))
    }
}

/// Returns `true` if the page of a replica is correct. It may be empty because the replica does not have the
/// organization `after` yet.
fn is_usable<T>(page: &Option<Page<T>>, after: Option<&str>) -> bool {
    page.as_ref()
        .is_some_and(|page| after.is_none() || !page.items.is_empty())
}
