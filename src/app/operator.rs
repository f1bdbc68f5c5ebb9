//! The use cases of operators, who need no credential because they have access to the database.

use std::path::Path;
use std::time::Duration;

use thiserror::Error;

use crate::auth::token::SigningError;
use crate::config::OpenConfig;
use crate::crypto::vault::{Vault, VaultError};
use crate::domain::organization::name::NameError;
use crate::domain::user::UserError;
use crate::store::{Store, StoreError, back_up};

/// The operator of a database, with access to all of it.
#[derive(Debug, Clone)]
pub struct Operator {
    pub(super) store: Store,
}

/// The reason for which a command of an operator is refused.
#[derive(Debug, Error)]
pub enum OperatorError {
    /// A user cannot be created with these values.
    #[error(transparent)]
    User(#[from] UserError),
    /// The name of a key is not allowed.
    #[error("the name {0}")]
    Name(#[from] NameError),
    /// The ID or the e-mail address is taken.
    #[error("a user with this ID or e-mail address already exists")]
    UserExists,
    /// No user has this ID or e-mail address.
    #[error("the user {0} does not exist")]
    NoUser(String),
    /// The user is deactivated, so that credentials of the user are refused.
    #[error("the user {0} is deactivated")]
    Deactivated(String),
    /// No organization has this ID.
    #[error("the organization {0} does not exist")]
    NoOrganization(String),
    /// No deleted organization has this ID.
    #[error("the organization {0} does not exist, or is not deleted")]
    NoDeletedOrganization(String),
    /// The user is not a member of the organization.
    #[error("{0} is not a member of {1}")]
    NoMember(String, String),
    /// The user is the owner of the organization, which always has one.
    #[error("{0} is the owner: make another member the owner first")]
    IsOwner(String),
    /// No API key has this ID.
    #[error("the key {0} does not exist")]
    NoKey(String),
    /// The expiration time of a credential cannot be represented.
    #[error("the expiration time is too far in the future")]
    ExpiryTooLate,
    /// Tokens with this lifetime would be refused.
    #[error("the server refuses tokens with a lifetime of more than {}", humantime::format_duration(*.0))]
    LifetimeTooLong(Duration),
    /// The database was created with a different master key.
    #[error(
        "the master key (ORGD_SECRET_KEY, or the key file) is not the one with which this database was created"
    )]
    WrongMasterKey,
    /// There is no master key to rotate from.
    #[error(
        "there is no second master key: run `orgd secrets new-key`, or set ORGD_SECRET_KEY to the new key and \
         ORGD_SECOND_SECRET_KEY to the present one"
    )]
    NoSecondKey,
    /// An ID, a slug or an address of the demo is already in use.
    #[error("cannot create the demo: {0} already has {1}")]
    DemoInTheWay(&'static str, &'static str),
    /// A database error.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An encryption error.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A signing error.
    #[error(transparent)]
    Signing(#[from] SigningError),
}

impl Operator {
    /// Opens the database at the URL, which must exist and have the current schema.
    ///
    /// # Errors
    /// As [`Store::open_existing`] and [`Store::check_schema`]; a database error.
    pub async fn open(url: &str) -> Result<Self, OperatorError> {
        let store = Store::open_existing(url)?;
        store.check_schema().await?;
        Ok(Self { store })
    }

    /// Migrates the database at the URL, and creates it if it is a SQLite file that does not exist.
    ///
    /// # Errors
    /// As [`Store::open`]; a database error.
    pub async fn migrate(url: &str) -> Result<Self, OperatorError> {
        Self::migrated(Store::open(url)?).await
    }

    /// Opens the database of a server, with a replica if its URL is given.
    ///
    /// # Errors
    /// As [`Store::open`] or [`Store::open_with_replica`]; a database error; damage or a schema that is not current,
    /// if the settings ask for these checks.
    pub async fn open_to_serve(
        url: &str,
        read_url: Option<&str>,
        config: &OpenConfig,
    ) -> Result<Self, OperatorError> {
        let store = match read_url {
            Some(read_url) => Store::open_with_replica(url, read_url)?,
            None => Store::open(url)?,
        };
        store.wait(config.database_wait).await?;
        if config.check_database {
            store.check_for_damage().await?;
        }
        if config.no_migrate {
            store.check_schema().await?;
            return Ok(Self { store });
        }
        Self::migrated(store).await
    }

    async fn migrated(store: Store) -> Result<Self, OperatorError> {
        store.migrate().await?;
        Ok(Self { store })
    }

    /// Copies the SQLite database at the URL to a new file: see [`back_up`]. Blocks.
    ///
    /// # Errors
    /// As [`back_up`].
    pub fn back_up(
        url: &str,
        file: &Path,
        progress: impl FnMut(u64, u64),
    ) -> Result<(), OperatorError> {
        Ok(back_up(url, file, progress)?)
    }

    /// Returns `true` if this database depends on a master key, because it was served with one.
    ///
    /// Servers create a key file before they make the database depend on it. Call this before looking for the file.
    ///
    /// # Errors
    /// A database error.
    pub async fn has_master_key(&self) -> Result<bool, OperatorError> {
        Ok(self.store.key_check().await?.is_some())
    }

    /// Checks that the master key is the one with which this database was first served.
    ///
    /// # Errors
    /// [`OperatorError::WrongMasterKey`]; a database error.
    pub async fn check_master_key(&self, vault: &Vault) -> Result<(), OperatorError> {
        let key_check = vault.key_check()?;
        self.store.set_key_check_if_absent(key_check).await?;
        match self.store.key_check().await? {
            Some(check) if vault.has_key_check(&check) => Ok(()),
            _ => Err(OperatorError::WrongMasterKey),
        }
    }
}
