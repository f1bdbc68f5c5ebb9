//! Organizations: the use cases of callers.

use orgd_runtime::{Context, Permission};
use rand::distr::{Alphabetic, SampleString};

use super::App;
use super::authorize::authorize;
use crate::auth::Caller;
use crate::crypto::vault::{self, VaultError};
use crate::domain::organization::{Unchanged, slug};
use crate::domain::{
    Listed, Organization, OrganizationPatch, OrganizationSummary, Page, Precondition, id, now,
};
use crate::error::Error;
use crate::store::{Seen, StoreError};

/// Which writes the answer to a read has to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consistency {
    /// Every write that was acknowledged before.
    Strong,
    /// Every write of the caller; where there is a replica, those of others may be missing for a while.
    ReadYourWrites,
}

impl Consistency {
    /// The consistency of a read. With `If-Match` it is strong: a replica that lags would refuse the newest version.
    pub fn of_read(has_if_match: bool) -> Self {
        match has_if_match {
            true => Self::Strong,
            false => Self::ReadYourWrites,
        }
    }
}

/// The most slugs that are tried for one name, each with another suffix.
const SLUG_ATTEMPTS: usize = 8;

impl App {
    /// Creates an organization that its caller owns, under the slug or, without one, under a free slug
    /// made from the name.
    ///
    /// # Errors
    /// [`Error::SlugTaken`] for a slug that was asked for; a fault of the database.
    pub async fn create_organization(
        &self,
        caller: Caller,
        name: String,
        slug: Option<String>,
        patch: OrganizationPatch,
    ) -> Result<Organization, Error> {
        self.revalidate(&caller).await?;
        let from_name = slug.is_none();
        let base = slug.unwrap_or_else(|| slug::from_name(&name));
        let (id, created_at) = id::organization();
        let mut organization =
            Organization::new(id, name, base.clone(), caller.user_id, patch, created_at);
        for _ in 0..SLUG_ATTEMPTS {
            if self.store_new_organization::<Error>(&organization).await? {
                return Ok(organization);
            }
            if !from_name {
                break;
            }
            let suffix = Alphabetic.sample_string(&mut rand::rng(), 8).to_lowercase();
            organization.slug = slug::with_suffix(&base, &suffix);
        }
        Err(Error::SlugTaken(organization.slug))
    }

    /// Stores a new organization with a new embed secret; `false` where its slug is taken.
    pub(super) async fn store_new_organization<E: From<StoreError> + From<VaultError>>(
        &self,
        organization: &Organization,
    ) -> Result<bool, E> {
        let secret = vault::embed_secret();
        let sealed = self.vault.seal(&organization.id, secret.as_bytes())?;
        let stored = self
            .store
            .create_organization(organization.clone(), sealed, id::membership())
            .await?;
        Ok(stored)
    }

    /// The organization, for a caller whose role has the permissions.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotAMember`], [`Error::Forbidden`]; a fault of the database.
    pub async fn get_organization(
        &self,
        caller: Caller,
        id: String,
        permissions: &[Permission],
        consistency: Consistency,
    ) -> Result<Organization, Error> {
        let (lookup, fingerprint) = caller.into_lookup(id);
        let seen = match consistency {
            Consistency::Strong => self.store.find_organization(lookup).await,
            Consistency::ReadYourWrites => self.store.find_organization_on_replica(lookup).await,
        };
        let seen = seen.map_err(|error| {
            self.authenticator
                .evict_if_invalid(fingerprint, error.into())
        })?;
        authorize(seen.role, permissions)?;
        Ok(seen.organization)
    }

    /// Updates the organization atomically; an update that changes nothing leaves its version.
    ///
    /// # Errors
    /// As [`Self::get_organization`], [`Error::PreconditionFailed`] and [`Error::VersionExcluded`];
    /// [`Error::ReadOnly`] for members that are not as in `unchanged`.
    pub async fn update_organization(
        &self,
        context: Context<Caller, Permission>,
        id: String,
        precondition: Precondition,
        patch: OrganizationPatch,
        unchanged: Unchanged,
    ) -> Result<Organization, Error> {
        let (lookup, fingerprint) = context.caller.into_lookup(id);
        self.store
            .update_organization(lookup, move |seen| {
                check(seen, context.permission, &precondition)?;
                let differing = unchanged.differing(&seen.organization);
                if !differing.is_empty() {
                    return Err(Error::ReadOnly(differing));
                }
                Ok(seen.organization.updated(patch.clone(), now()))
            })
            .await
            .map_err(|error| self.authenticator.evict_if_invalid(fingerprint, error))
    }

    /// Deletes the organization for everyone; its row stays.
    ///
    /// # Errors
    /// As [`Self::update_organization`].
    pub async fn delete_organization(
        &self,
        context: Context<Caller, Permission>,
        id: String,
        precondition: Precondition,
    ) -> Result<(), Error> {
        let (lookup, fingerprint) = context.caller.into_lookup(id);
        self.store
            .delete_organization(lookup, move |seen| {
                check(seen, context.permission, &precondition)?;
                Ok(Some(seen.organization.deleted(now())))
            })
            .await
            .map_err(|error| self.authenticator.evict_if_invalid(fingerprint, error))
    }

    /// A page of the caller's organizations, the newest first: up to `limit` of them, those after the
    /// one whose id is the cursor.
    ///
    /// # Errors
    /// [`Error::UnknownCursor`] for a cursor that is none of the caller's; a fault of the database.
    pub async fn list_organizations(
        &self,
        caller: &Caller,
        limit: u32,
        cursor: Option<String>,
    ) -> Result<Page<Listed<Organization>>, Error> {
        let reader = self.revalidate(caller).await?;
        let page = self
            .store
            .list_organizations(reader, limit.into(), cursor)
            .await?;
        page.ok_or(Error::UnknownCursor)
    }

    /// As [`Self::list_organizations`], in short and with how many there are in all.
    ///
    /// # Errors
    /// As [`Self::list_organizations`].
    pub async fn list_organization_summaries(
        &self,
        caller: &Caller,
        limit: u32,
        cursor: Option<String>,
    ) -> Result<(Page<Listed<OrganizationSummary>>, u64), Error> {
        let reader = self.revalidate(caller).await?;
        let page = self
            .store
            .list_organization_summaries(reader.clone(), limit.into(), cursor)
            .await?;
        let page = page.ok_or(Error::UnknownCursor)?;
        let total = self.store.count_organizations(reader).await?;
        Ok((page, total.unsigned_abs()))
    }

    /// The organization's embed secret, in clear. Whether the caller may see it is decided before.
    ///
    /// # Errors
    /// [`VaultError`] where it can't be decrypted; a fault of the database.
    pub async fn embed_secret(&self, organization: &Organization) -> Result<String, Error> {
        let id = organization.id.clone();
        let sealed = self.store.find_embed_secret(id).await?;
        let sealed = sealed.ok_or(VaultError::Absent)?;
        Ok(self.vault.open(&organization.id, &sealed)?)
    }
}

/// Checks that the caller may write, and that the write is meant for the present version.
fn check(seen: &Seen, permission: Permission, precondition: &Precondition) -> Result<(), Error> {
    authorize(seen.role, &[permission])?;
    Ok(precondition.check(seen.organization.version)?)
}
