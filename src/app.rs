//! The use cases of callers and operators, for all surfaces and for the command line.

use std::net::IpAddr;
use std::sync::Arc;

use crate::auth::token::TokenVerifier;
use crate::auth::{Authenticator, Caller};
use crate::crypto::vault::Vault;
use crate::domain::organization::origin::PlainHttp;
use crate::error::Error;
use crate::rate_limits::RateLimits;
use crate::store::{Reader, Store, Usage};

mod api_keys;
mod audit_log;
mod authorize;
mod demo;
mod master_key;
mod members;
mod memberships;
mod operator;
mod organization_records;
mod organizations;
mod tokens;
mod users;

pub use demo::{Demo, ORGANIZATION as DEMO_ORGANIZATION};
pub use operator::{Operator, OperatorError};
pub use organizations::Consistency;

/// The state of the server, which all requests share. It is cheap to clone.
#[derive(Debug, Clone)]
pub struct App {
    store: Store,
    vault: Arc<Vault>,
    authenticator: Arc<Authenticator>,
    rate_limits: Arc<RateLimits>,
    plain_http: PlainHttp,
}

impl App {
    /// Creates a server for the operator's database.
    pub fn new(
        operator: Operator,
        vault: Vault,
        tokens: TokenVerifier,
        rate_limits: RateLimits,
        plain_http: PlainHttp,
    ) -> Self {
        Self {
            store: operator.store,
            vault: Arc::new(vault),
            authenticator: Arc::new(Authenticator::new(tokens)),
            rate_limits: Arc::new(rate_limits),
            plain_http,
        }
    }

    /// The operator of this server's database.
    pub fn operator(&self) -> Operator {
        Operator {
            store: self.store.clone(),
        }
    }

    /// The hosts for which the operator allows origins without TLS.
    pub fn plain_http(&self) -> PlainHttp {
        self.plain_http
    }

    /// How busy the database is now.
    pub fn database_usage(&self) -> Usage {
        self.store.usage()
    }

    /// Checks that the database works.
    ///
    /// # Errors
    /// A database error.
    pub async fn ping(&self) -> Result<(), Error> {
        Ok(self.store.ping().await?)
    }

    /// The rate limits of this process.
    pub fn rate_limits(&self) -> &RateLimits {
        &self.rate_limits
    }

    /// Returns the caller whom the bearer credential from this address identifies.
    ///
    /// An address that has sent too many credentials that are not valid gets no further ones checked, so that it
    /// cannot keep the database busy.
    ///
    /// # Errors
    /// Same as [`Authenticator::authenticate`].
    pub async fn authenticate(&self, credential: &str, address: IpAddr) -> Result<Caller, Error> {
        let may_check = || !self.rate_limits.is_blocked(address);
        self.authenticator
            .authenticate(&self.store, credential, may_check)
            .await
    }

    /// Looks the caller's credential up again, for an operation whose query does not.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] if it is no longer valid; a database error.
    pub async fn revalidate(&self, caller: &Caller) -> Result<Reader, Error> {
        self.authenticator.revalidate(&self.store, caller).await
    }
}
