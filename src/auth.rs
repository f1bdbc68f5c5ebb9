//! From a bearer credential to the user who is calling.

use quick_cache::sync::Cache;

use crate::domain::now;
use crate::error::Error;
use crate::store::{Credential, Lookup, Reader, Store};

pub mod key;
pub mod token;

use token::{TokenVerifier, ValidToken};

/// The most credentials that are cached.
const MAX_CACHED: usize = 10_000;

/// The user who is calling. Their role in each organization decides what they may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The user's id.
    pub user_id: String,
    /// Looked up again by the operation, together with its resource.
    credential: Credential,
    fingerprint: Fingerprint,
}

/// The SHA-256 hash of a credential as it was sent.
pub(crate) type Fingerprint = [u8; 32];

impl Caller {
    /// The caller's lookup of that id, and the fingerprint for [`Authenticator::evict_if_invalid`].
    pub(crate) fn into_lookup(self, id: String) -> (Lookup, Fingerprint) {
        let lookup = Lookup {
            id,
            credential: self.credential,
            now: now(),
        };
        (lookup, self.fingerprint)
    }
}

/// Recognises callers by an API key or a JWT.
///
/// Caches recent callers. A cached caller has not been looked up for this request: every operation looks the
/// credential up again, in the query for its resource. So a revoked credential is refused at its next request, on
/// every node, without a query of its own.
pub struct Authenticator {
    tokens: TokenVerifier,
    cache: Cache<Fingerprint, Cached>,
}

#[derive(Clone)]
struct Cached {
    user_id: String,
    /// `Some` for a token, whose expiry the database does not know.
    token: Option<ValidToken>,
}

impl Authenticator {
    /// Accepts API keys, and the tokens that the verifier accepts.
    pub fn new(tokens: TokenVerifier) -> Self {
        Self {
            tokens,
            cache: Cache::new(MAX_CACHED),
        }
    }

    /// The caller behind the credential, for one request.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for everything that is not the credential of an active user, unless it is still
    /// cached; a fault of the database.
    pub async fn authenticate(&self, store: &Store, sent: &str) -> Result<Caller, Error> {
        let fingerprint = key::hash(sent);
        if let Some(caller) = self.cached(fingerprint) {
            return Ok(caller);
        }
        let (credential, token) = if key::is_key(sent) {
            (Credential::Key(fingerprint), None)
        } else {
            let token = self.tokens.check(sent).ok_or(Error::Unauthenticated)?;
            (Credential::User(token.user_id.clone()), Some(token))
        };
        let user_id = store.find_caller(credential.clone(), now()).await?;
        let user_id = user_id.ok_or(Error::Unauthenticated)?;
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

    /// Looks the credential up again, for an operation whose own query does not.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] when it is no longer valid; a fault of the database.
    pub async fn revalidate(&self, store: &Store, caller: &Caller) -> Result<Reader, Error> {
        let reader = store.find_reader(&caller.credential, now()).await?;
        let reader = reader.ok_or(Error::Unauthenticated);
        reader.map_err(|error| self.evict_if_invalid(caller.fingerprint, error))
    }

    /// Drops a credential from the cache if the error says that it is no longer valid. Returns the error.
    pub fn evict_if_invalid(&self, fingerprint: Fingerprint, error: Error) -> Error {
        if matches!(error, Error::Unauthenticated) {
            self.cache.remove(&fingerprint);
        }
        error
    }
}

impl std::fmt::Debug for Authenticator {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter
            .debug_struct("Authenticator")
            .finish_non_exhaustive()
    }
}
