//! The use cases of operators, who need no credential: they have the database.

use thiserror::Error;

use crate::auth::token::SigningError;
use crate::crypto::vault::{Vault, VaultError};
use crate::domain::organization::name::NameError;
use crate::domain::user::UserError;
use crate::store::{Store, StoreError};

/// The operator of a database, who has access to all of it.
#[derive(Debug, Clone)]
pub struct Operator {
    pub(super) store: Store,
}

/// Why a command of an operator is refused.
#[derive(Debug, Error)]
pub enum OperatorError {
    /// A user cannot be created with these values.
    #[error(transparent)]
    User(#[from] UserError),
    /// The name of a key cannot be shown.
    #[error("a name {0}")]
    Name(#[from] NameError),
    /// The id or the e-mail address is taken.
    #[error("there is a user with that id or e-mail address already")]
    UserExists,
    /// No user has that id or e-mail address.
    #[error("there is no user {0}")]
    NoUser(String),
    /// Credentials of the user would be refused.
    #[error("the user {0} is deactivated")]
    Deactivated(String),
    /// No organization has that id.
    #[error("there is no organization {0}")]
    NoOrganization(String),
    /// No API key has that id.
    #[error("there is no key {0}")]
    NoKey(String),
    /// A credential would expire in a year that cannot be written.
    #[error("that is too far in the future")]
    ExpiryTooLate,
    /// The database was written with another master key.
    #[error(
        "the master key (ORGD_SECRET_KEY, or the key file) is not the one that this database was written with"
    )]
    WrongMasterKey,
    /// An id, a slug or an address of the demo belongs to somebody else.
    #[error("there is no room for the demo: {0} has {1}")]
    DemoInTheWay(&'static str, &'static str),
    /// A fault of the database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A fault of the encryption.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A fault of the signature.
    #[error(transparent)]
    Signing(#[from] SigningError),
}

impl Operator {
    /// Opens the database that the URL names and migrates it.
    ///
    /// # Errors
    /// As [`Store::open`]; a fault of the database.
    pub async fn open(url: &str) -> Result<Self, OperatorError> {
        Self::migrated(Store::open(url)?).await
    }

    /// As [`open`](Self::open), with a replica.
    ///
    /// # Errors
    /// As [`Store::open_with_replica`]; a fault of the database.
    pub async fn open_with_replica(url: &str, read_url: &str) -> Result<Self, OperatorError> {
        Self::migrated(Store::open_with_replica(url, read_url)?).await
    }

    async fn migrated(store: Store) -> Result<Self, OperatorError> {
        store.migrate().await?;
        Ok(Self { store })
    }

    /// Refuses a master key other than the one that this database was first served with.
    ///
    /// # Errors
    /// [`OperatorError::WrongMasterKey`]; a fault of the database.
    pub async fn check_master_key(&self, vault: &Vault) -> Result<(), OperatorError> {
        let key_check = vault.key_check()?;
        self.store.set_key_check_if_absent(key_check).await?;
        match self.store.key_check().await? {
            Some(check) if vault.has_key_check(&check) => Ok(()),
            _ => Err(OperatorError::WrongMasterKey),
        }
    }
}
