//! Authentication of callers by their bearer credentials.

use quick_cache::sync::Cache;

use crate::domain::{Actor, now};
use crate::error::Error;
use crate::store::{Author, Credential, Lookup, Reader, Store};

pub mod key;
pub mod refusal;
pub mod token;

use refusal::Refusal;
use token::{TokenVerifier, ValidToken};

/// The maximum number of cached credentials.
const MAX_CACHED: usize = 10_000;

/// The calling user. Their role in each organization decides what they may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The user's ID.
    pub user_id: String,
    /// The credential, which the operation looks up again together with its resource.
    credential: Credential,
    fingerprint: Fingerprint,
}

/// The SHA-256 hash of a credential.
pub(crate) type Fingerprint = [u8; 32];

impl Caller {
    /// The kind of the caller's credential, as in the audit log.
    pub fn credential_kind(&self) -> &'static str {
        match self.credential {
            Credential::Key(_) => Actor::API_KEY,
            Credential::User(_) => Actor::TOKEN,
        }
    }

    /// The caller as the author of a change.
    pub(crate) fn author(&self) -> Author {
        Author::Caller {
            user_id: self.user_id.clone(),
            credential: self.credential.clone(),
        }
    }

    /// Returns the caller's lookup of the ID, and the fingerprint for [`Authenticator::evict_if_invalid`].
    pub(crate) fn into_lookup(self, id: String) -> (Lookup, Fingerprint) {
        let lookup = Lookup {
            id,
            credential: self.credential,
            now: now(),
        };
        (lookup, self.fingerprint)
    }
}

/// Authenticates callers by an API key or a JWT.
///
/// Caches recent callers. A cached caller is not looked up for the request, but every operation looks the credential
/// up in the query for its resource. Every node therefore refuses a revoked credential at once, without a separate
/// query.
pub struct Authenticator {
    tokens: TokenVerifier,
    cache: Cache<Fingerprint, Cached>,
}

#[derive(Clone)]
struct Cached {
    user_id: String,
    /// `Some` for a token, because the database does not contain its expiration time.
    token: Option<ValidToken>,
}

impl Authenticator {
    /// Creates an authenticator for API keys and for the tokens that the verifier accepts.
    pub fn new(tokens: TokenVerifier) -> Self {
        Self {
            tokens,
            cache: Cache::new(MAX_CACHED),
        }
    }

    /// Returns the caller whom the credential identifies, for one request. A credential that is not cached is checked
    /// only if `may_check` allows it.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] if this is not the credential of an active user, or not checked; a database error.
    pub async fn authenticate(
        &self,
        store: &Store,
        sent: &str,
        may_check: impl FnOnce() -> bool,
    ) -> Result<Caller, Error> {
        let fingerprint = key::hash(sent);
        if let Some(caller) = self.cached(fingerprint) {
            return Ok(caller);
        }
        if !may_check() {
            return Err(Error::Unauthenticated);
        }
        let (credential, token) = if key::is_key(sent) {
            (Credential::Key(fingerprint), None)
        } else {
            let token = self.tokens.check(sent).map_err(refused)?;
            (Credential::User(token.user_id.clone()), Some(token))
        };
        let user_id = store.find_caller(credential.clone(), now()).await?;
        let user_id = user_id.ok_or_else(|| match token {
            Some(_) => refused(Refusal::User),
            None => refused(Refusal::Key),
        })?;
        let cached = Cached {
            user_id: user_id.clone(),
            token,
        };
        self.cache.insert(fingerprint, cached);
        Ok(Caller {
            user_id,
            credential,
            fingerprint,
        })
    }

    fn cached(&self, fingerprint: Fingerprint) -> Option<Caller> {
        let Cached { user_id, token } = self.cache.get(&fingerprint)?;
        let credential = match token {
            Some(token) if token.has_expired() => return None,
            Some(token) => Credential::User(token.user_id),
            None => Credential::Key(fingerprint),
        };
        Some(Caller {
            user_id,
            credential,
            fingerprint,
        })
    }

    /// Looks the credential up again, for an operation whose query does not.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] if it is no longer valid; a database error.
    pub async fn revalidate(&self, store: &Store, caller: &Caller) -> Result<Reader, Error> {
        let reader = store.find_reader(&caller.credential, now()).await?;
        let reader = reader.ok_or(Error::Unauthenticated);
        reader.map_err(|error| self.evict_if_invalid(caller.fingerprint, error))
    }

    /// Removes a credential from the cache if the error means that it is no longer valid. Returns the error.
    pub fn evict_if_invalid(&self, fingerprint: Fingerprint, error: Error) -> Error {
        if matches!(error, Error::Unauthenticated) {
            self.cache.remove(&fingerprint);
            Refusal::NoLongerValid.log();
        }
        error
    }
}

fn refused(refusal: Refusal) -> Error {
    refusal.log();
    Error::Unauthenticated
}

impl std::fmt::Debug for Authenticator {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter
            .debug_struct("Authenticator")
            .finish_non_exhaustive()
    }
}
