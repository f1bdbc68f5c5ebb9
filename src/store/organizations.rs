//! Organizations. A deleted one is not found.

use super::{
    Absent, Credential, Database, Lookup, Reader, Seen, Store, StoreError, postgres, sqlite,
};
use crate::domain::{Listed, Organization, OrganizationSummary, Page};

impl Store {
    /// Adds an organization with its creator as `owner`: `false`, and nothing is written, when
    /// the slug is taken.
    pub async fn create_organization(
        &self,
        organization: Organization,
        embed_secret: Vec<u8>,
        membership_id: String,
    ) -> Result<bool, StoreError> {
        run!(
            self.transact,
            create_organization(&organization, &embed_secret, &membership_id)
        )
    }

    /// The organization as the caller sees it.
    ///
    /// # Errors
    /// [`StoreError::Absent`] where the caller or the organization is; a fault of the database.
    pub async fn find_organization(&self, lookup: Lookup) -> Result<Seen, StoreError> {
        if let Some(seen) = self.find_in_batch(&lookup).await? {
            return Ok(seen);
        }
        Ok(run!(self.read, find_organization(&lookup))??)
    }

    /// The organization, found in one statement with other lookups where the database gains from it. `None` may
    /// also mean that it was not tried.
    pub(super) async fn find_in_batch(&self, lookup: &Lookup) -> Result<Option<Seen>, StoreError> {
        match &self.database {
            Database::Postgres(database) => database.find_in_batch(lookup.clone()).await,
            Database::Sqlite(_) => Ok(None),
        }
    }

    /// As [`find_organization`](Self::find_organization), but by the replica where there is one: what others
    /// wrote lately may be missing, what the caller wrote is not.
    ///
    /// # Errors
    /// As [`find_organization`](Self::find_organization).
    pub async fn find_organization_on_replica(&self, lookup: Lookup) -> Result<Seen, StoreError> {
        let replica = self.replica.as_ref();
        if replica.is_none_or(|replica| replica.is_paused()) {
            return self.find_organization(lookup).await;
        }
        let reader = self.find_reader(&lookup.credential, lookup.now).await?;
        let reader = reader.ok_or(Absent::Caller)?;
        // The credential itself may not have come as far as the replica.
        let by_id = Lookup {
            credential: Credential::User(reader.user_id.clone()),
            ..lookup.clone()
        };
        let seen = ask_replica!(self for &reader, find_organization(&by_id));
        // Only the primary can tell that there is nothing, or nothing for this caller.
        match seen {
            Some(Ok(seen)) if seen.role.is_some() => Ok(seen),
            _ => self.find_organization(lookup).await,
        }
    }

    /// The organization's embed secret, encrypted as it was given; also when the organization has been
    /// deleted since it was found.
    pub async fn find_embed_secret(
        &self,
        organization_id: String,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        run!(self.read, find_embed_secret(&organization_id))
    }

    /// Changes an organization so that no other change is lost, by whichever process.
    ///
    /// `decide` returns what the organization becomes, its `version` one higher, or `None` to leave it as it
    /// is. It is called again when another writer was first.
    ///
    /// # Errors
    /// As [`find_organization`](Self::find_organization), and what `decide` refuses with.
    pub async fn update_organization<D, E>(
        &self,
        lookup: Lookup,
        decide: D,
    ) -> Result<Organization, E>
    where
        D: Fn(&Seen) -> Result<Option<Organization>, E> + Send + Sync + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let seen = self.find_in_batch(&lookup).await?;
        run!(self.write, update_organization(&lookup, seen, &decide))?
    }

    /// Deletes an organization and takes it out of its members' lists, as
    /// [`update_organization`](Self::update_organization) changes one.
    ///
    /// # Errors
    /// As [`update_organization`](Self::update_organization).
    pub async fn delete_organization<D, E>(&self, lookup: Lookup, decide: D) -> Result<(), E>
    where
        D: Fn(&Seen) -> Result<Option<Organization>, E> + Send + Sync + 'static,
        E: From<StoreError> + Send + 'static,
    {
        run!(self.transact, delete_organization(&lookup, &decide))?
    }

    /// Takes back a deletion: `false` when there is no such deleted organization.
    pub async fn restore_organization(&self, id: String) -> Result<bool, StoreError> {
        run!(self.transact, restore_organization(&id))
    }

    /// A page of the reader's organizations, newest first, at most `limit` of them and only those
    /// older than the organization `after`; `None` when they were never a member of that one.
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

    /// As [`list_organizations`](Self::list_organizations), but only what tells them apart.
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

/// Returns `true` if a replica's page is right. After an organization that has not reached the replica yet, it
/// would be empty.
fn is_usable<T>(page: &Option<Page<T>>, after: Option<&str>) -> bool {
    page.as_ref()
        .is_some_and(|page| after.is_none() || !page.items.is_empty())
}
