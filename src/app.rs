//! What the two surfaces have in common: decides what a caller may do and does it.

use std::sync::Arc;

use orgd_api::Permission;
use rand::distr::{Alphabetic, SampleString};

use crate::auth::token::TokenVerifier;
use crate::auth::vault::{self, Vault, VaultError};
use crate::auth::{Authenticator, Caller};
use crate::error::Error;
use crate::id;
use crate::organization::origin::PlainHttp;
use crate::organization::{Organization, OrganizationPatch, Role, now, slug};
use crate::precondition::Precondition;
use crate::store::{Found, OrganizationSummary, Page, Reader, Store};

/// The server's state: cheap to clone, shared by all requests.
#[derive(Debug, Clone)]
pub struct App {
    pub(crate) store: Store,
    pub(crate) vault: Arc<Vault>,
    pub(crate) authenticator: Arc<Authenticator>,
    pub(crate) plain_http: PlainHttp,
}

/// What the answer to a read has to take into account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// Everything that was ever written.
    Latest,
    /// All that the caller wrote; what others wrote may come later, where there is a replica.
    OwnWrites,
}

impl Freshness {
    /// What a read needs: with `If-Match`, a replica that lags would refuse a version that is the newest.
    pub fn of_read(has_if_match: bool) -> Self {
        match has_if_match {
            true => Self::Latest,
            false => Self::OwnWrites,
        }
    }
}

/// How often a slug made from a name is tried with another suffix.
const SLUG_ATTEMPTS: usize = 8;

impl App {
    /// Puts the server together; the database has to be migrated.
    pub fn new(store: Store, vault: Vault, tokens: TokenVerifier, plain_http: PlainHttp) -> Self {
        Self {
            store,
            vault: Arc::new(vault),
            authenticator: Arc::new(Authenticator::new(tokens)),
            plain_http,
        }
    }

    /// Makes sure of the credential of a caller, for what does not look at it anyway.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] when it is not valid any more; a fault of the database.
    pub async fn confirm(&self, caller: &Caller) -> Result<Reader, Error> {
        self.authenticator.confirm(&self.store, caller).await
    }

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
        self.confirm(&caller).await?;
        let from_name = slug.is_none();
        let base = slug.unwrap_or_else(|| slug::from_name(&name));
        let (id, created_at) = id::organization();
        let mut organization =
            Organization::new(id, name, base.clone(), caller.user_id, patch, created_at);
        let secret = vault::embed_secret();
        let sealed = self.vault.seal(&organization.id, secret.as_bytes())?;
        for _ in 0..SLUG_ATTEMPTS {
            let membership = id::membership();
            let stored = self
                .store
                .create_organization(&organization, &sealed, &membership);
            if stored.await? {
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

    /// The organization, for a caller whose role has the permissions.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotAMember`], [`Error::Forbidden`]; a fault of the database.
    pub async fn get_organization(
        &self,
        caller: &Caller,
        id: &str,
        permissions: &[Permission],
        freshness: Freshness,
    ) -> Result<Organization, Error> {
        let (store, credential) = (&self.store, &caller.credential);
        let found = match freshness {
            Freshness::Latest => store.find_organization(id, credential, now()).await?,
            Freshness::OwnWrites => {
                store
                    .find_organization_on_replica(id, credential, now())
                    .await?
            }
        };
        let found = found.ok_or_else(|| self.authenticator.forget(caller))?;
        let organization = found.organization.ok_or(Error::NotFound)?;
        admit(found.role, permissions)?;
        Ok(organization)
    }

    /// Updates the organization atomically; an update that changes nothing leaves its version.
    ///
    /// # Errors
    /// As [`Self::get_organization`], and those of [`Precondition::check`].
    pub async fn update_organization(
        &self,
        caller: &Caller,
        id: &str,
        permission: Permission,
        precondition: Precondition,
        patch: OrganizationPatch,
    ) -> Result<Organization, Error> {
        let decide = decide(permission, precondition, move |organization| {
            organization.updated(patch.clone(), now())
        });
        let updated = self
            .store
            .update_organization(id, &caller.credential, now(), decide);
        updated.await?.map_err(|error| self.noted(caller, error))
    }

    /// Deletes the organization for everyone; its row stays.
    ///
    /// # Errors
    /// As [`Self::update_organization`].
    pub async fn delete_organization(
        &self,
        caller: &Caller,
        id: &str,
        permission: Permission,
        precondition: Precondition,
    ) -> Result<(), Error> {
        let decide = decide(permission, precondition, |organization| {
            Some(organization.deleted(now()))
        });
        let deleted = self
            .store
            .delete_organization(id, &caller.credential, now(), decide);
        deleted.await?.map_err(|error| self.noted(caller, error))
    }

    /// Forgets a caller who turned out to be none.
    fn noted(&self, caller: &Caller, error: Error) -> Error {
        match error {
            Error::Unauthenticated => self.authenticator.forget(caller),
            error => error,
        }
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
        cursor: Option<&str>,
    ) -> Result<Page<Organization>, Error> {
        let reader = self.confirm(caller).await?;
        let page = self.store.list_organizations(&reader, limit.into(), cursor);
        page.await?.ok_or(Error::UnknownCursor)
    }

    /// As [`Self::list_organizations`], in short and with how many there are in all.
    ///
    /// # Errors
    /// As [`Self::list_organizations`].
    pub async fn list_organization_summaries(
        &self,
        caller: &Caller,
        limit: u32,
        cursor: Option<&str>,
    ) -> Result<(Page<OrganizationSummary>, u64), Error> {
        let reader = self.confirm(caller).await?;
        let page = self
            .store
            .list_organization_summaries(&reader, limit.into(), cursor);
        let page = page.await?.ok_or(Error::UnknownCursor)?;
        let total = self.store.count_organizations(&reader).await?;
        Ok((page, total.unsigned_abs()))
    }

    /// The organization's embed secret, in clear. Whether the caller may see it is decided before.
    ///
    /// # Errors
    /// [`VaultError`] where it can't be decrypted; a fault of the database.
    pub async fn embed_secret(&self, organization: &Organization) -> Result<String, Error> {
        let sealed = self.store.find_embed_secret(&organization.id).await?;
        let sealed = sealed.ok_or(VaultError::Absent)?;
        Ok(self.vault.open(&organization.id, &sealed)?)
    }
}

/// Decides about what the store finds: the error that is due, or what `next` makes of the organization.
fn decide(
    permission: Permission,
    precondition: Precondition,
    next: impl Fn(&Organization) -> Option<Organization>,
) -> impl Fn(Option<&Found>) -> Result<Option<Organization>, Error> {
    move |found| {
        let found = found.ok_or(Error::Unauthenticated)?;
        let organization = found.organization.as_ref().ok_or(Error::NotFound)?;
        admit(found.role, &[permission])?;
        precondition.check(organization)?;
        Ok(next(organization))
    }
}

fn admit(role: Option<Role>, permissions: &[Permission]) -> Result<(), Error> {
    let role = role.ok_or(Error::NotAMember)?;
    match permissions
        .iter()
        .find(|permission| !role.allows(permission.0))
    {
        Some(missing) => Err(Error::Forbidden(*missing)),
        None => Ok(()),
    }
}
