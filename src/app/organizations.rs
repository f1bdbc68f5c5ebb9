//! The use cases of callers for organizations.

use orgd_runtime::{Context, Permission};
use rand::distr::{Alphabetic, SampleString};

use super::App;
use super::authorize::authorize;
use crate::auth::Caller;
use crate::crypto::vault::{self, VaultError};
use crate::domain::organization::{Unchanged, slug};
use crate::domain::{
    Action, Listed, Organization, OrganizationPatch, OrganizationSummary, Page, Precondition, id,
    now,
};
use crate::error::Error;
use crate::store::{Author, Change, Seen, StoreError};

/// The writes that the result of a read must include.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consistency {
    /// Every acknowledged write.
    Strong,
    /// Every write of the caller. With a replica, recent writes of others may be missing.
    ReadYourWrites,
}

impl Consistency {
    /// The consistency of a read. It is strong with `If-Match`: a lagging replica would refuse the newest version.
    pub fn of_read(has_if_match: bool) -> Self {
        match has_if_match {
            true => Self::Strong,
            false => Self::ReadYourWrites,
        }
    }
}

/// The maximum number of slugs to try for a name, each with a different suffix.
const SLUG_ATTEMPTS: usize = 8;

impl App {
    /// Creates an organization whose owner is the caller. Without a slug, it gets a free one that is derived
    /// from the name.
    ///
    /// # Errors
    /// [`Error::SlugTaken`] if the given slug is taken; a database error.
    pub async fn create_organization(
        &self,
        context: Context<Caller>,
        name: String,
        slug: Option<String>,
        patch: OrganizationPatch,
    ) -> Result<Organization, Error> {
        let caller = context.caller;
        let request_id = context.request_id.map(String::from);
        self.revalidate(&caller).await?;
        let from_name = slug.is_none();
        let base = slug.unwrap_or_else(|| slug::from_name(&name));
        let (id, created_at) = id::organization();
        let author = caller.author();
        let mut organization =
            Organization::new(id, name, base.clone(), caller.user_id, patch, created_at);
        for _ in 0..SLUG_ATTEMPTS {
            let created = organization.clone();
            let change = Change::new(
                Action::OrganizationCreate,
                None,
                created,
                request_id.clone(),
            );
            if self
                .store_new_organization::<Error>(change, author.clone())
                .await?
            {
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

    /// Stores a new organization with a new embed secret. Returns `false` if its slug is taken.
    pub(super) async fn store_new_organization<E: From<StoreError> + From<VaultError>>(
        &self,
        change: Change,
        author: Author,
    ) -> Result<bool, E> {
        let secret = vault::embed_secret();
        let sealed = self
            .vault
            .seal(&change.organization.id, secret.as_bytes())?;
        let stored = self
            .store
            .create_organization(change, sealed, id::membership(), author)
            .await?;
        Ok(stored)
    }

    /// Returns the organization to a caller whose role has the permissions.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotAMember`], [`Error::Forbidden`]; a database error.
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

    /// Updates the organization atomically. An update that changes nothing keeps the version.
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
        let request_id = context.request_id.map(String::from);
        self.store
            .update_organization(lookup, move |seen| {
                check(seen, context.permission, &precondition)?;
                let differing = unchanged.differing(&seen.organization);
                if !differing.is_empty() {
                    return Err(Error::ReadOnly(differing));
                }
                let next = seen.organization.updated(patch.clone(), now());
                let (action, before) = (Action::OrganizationUpdate, &seen.organization);
                Ok(next.map(|next| Change::new(action, Some(before), next, request_id.clone())))
            })
            .await
            .map_err(|error| self.authenticator.evict_if_invalid(fingerprint, error))
    }

    /// Deletes the organization. Its row stays in the database.
    ///
    /// # Errors
    /// Same as [`Self::update_organization`].
    pub async fn delete_organization(
        &self,
        context: Context<Caller, Permission>,
        id: String,
        precondition: Precondition,
    ) -> Result<(), Error> {
        let (lookup, fingerprint) = context.caller.into_lookup(id);
        let request_id = context.request_id.map(String::from);
        self.store
            .delete_organization(lookup, move |seen| {
                check(seen, context.permission, &precondition)?;
                let next = seen.organization.deleted(now());
                let (action, before) = (Action::OrganizationDelete, &seen.organization);
                Ok(Some(Change::new(
                    action,
                    Some(before),
                    next,
                    request_id.clone(),
                )))
            })
            .await
            .map_err(|error| self.authenticator.evict_if_invalid(fingerprint, error))
    }

    /// Returns a page of up to `limit` of the caller's organizations, newest first, after the one whose ID is
    /// the cursor.
    ///
    /// # Errors
    /// [`Error::UnknownCursor`] if the cursor is not one of the caller's organizations; a database error.
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

    /// Like [`Self::list_organizations`], but with summaries and the total number.
    ///
    /// # Errors
    /// Same as [`Self::list_organizations`].
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

    /// The organization's embed secret, decrypted. Callers must check the permission first.
    ///
    /// # Errors
    /// [`VaultError`] if it cannot be decrypted; a database error.
    pub async fn embed_secret(&self, organization: &Organization) -> Result<String, Error> {
        let id = organization.id.clone();
        let sealed = self.store.find_embed_secret(id).await?;
        let sealed = sealed.ok_or(VaultError::Absent)?;
        Ok(self.vault.open(&organization.id, &sealed)?)
    }
}

/// Checks that the caller may write, and that the precondition allows the current version.
fn check(seen: &Seen, permission: Permission, precondition: &Precondition) -> Result<(), Error> {
    authorize(seen.role, &[permission])?;
    Ok(precondition.check(seen.organization.version)?)
}
