//! From a bearer credential to the user who is calling.

use axum::http::{HeaderMap, header};
use quick_cache::sync::Cache;

use crate::error::Error;
use crate::organization::now;
use crate::store::{Credential, Reader, Store};

pub mod key;
pub mod token;
pub mod vault;

use token::{TokenVerifier, ValidToken};

/// How many credentials are remembered.
const REMEMBERED: usize = 10_000;

/// The user who is calling. What they may do is decided by their role in each organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The user's id.
    pub user_id: String,
    /// What the user is recognised by, to be looked up again when the operation is.
    pub credential: Credential,
    /// The SHA-256 hash of the credential as it was sent.
    hash: [u8; 32],
}

/// Recognises callers by `Authorization: Bearer …`, an API key or a JWT (RFC 6750).
///
/// Remembers who was recognised lately. A caller who is remembered has not been looked up for this
/// request: every operation looks at the credential once more, together with what it is about, so that a
/// revoked one is refused at its next request, by every node, and yet costs no query of its own.
pub struct Authenticator {
    tokens: TokenVerifier,
    remembered: Cache<[u8; 32], Remembered>,
}

#[derive(Clone)]
struct Remembered {
    user_id: String,
    /// Of a token, whose expiry the database does not know.
    token: Option<ValidToken>,
}

impl Authenticator {
    /// Accepts API keys, and the tokens that the verifier accepts.
    pub fn new(tokens: TokenVerifier) -> Self {
        Self {
            tokens,
            remembered: Cache::new(REMEMBERED),
        }
    }

    /// The caller behind the credential in the headers. Holds for one request.
    ///
    /// # Errors
    /// [`Error::NoCredential`] without a bearer credential; [`Error::Unauthenticated`] for everything that is not
    /// the credential of an active user, unless it was one lately; a fault of the database.
    pub async fn recognise(&self, store: &Store, headers: &HeaderMap) -> Result<Caller, Error> {
        let sent = bearer(headers)?;
        let hash = key::hash(sent);
        if let Some(caller) = self.recall(hash) {
            return Ok(caller);
        }
        let (credential, token) = if key::is_key(sent) {
            (Credential::Key(hash), None)
        } else {
            let token = self.tokens.check(sent).ok_or(Error::Unauthenticated)?;
            (Credential::User(token.user_id.clone()), Some(token))
        };
        let user_id = store.find_caller(&credential, now()).await?;
        let user_id = user_id.ok_or(Error::Unauthenticated)?;
        let remembered = Remembered {
            user_id: user_id.clone(),
            token,
        };
        self.remembered.insert(hash, remembered);
        Ok(Caller {
            user_id,
            credential,
            hash,
        })
    }

    fn recall(&self, hash: [u8; 32]) -> Option<Caller> {
        let Remembered { user_id, token } = self.remembered.get(&hash)?;
        let credential = match token {
            Some(token) if token.has_expired() => return None,
            Some(token) => Credential::User(token.user_id),
            None => Credential::Key(hash),
        };
        Some(Caller {
            user_id,
            credential,
            hash,
        })
    }

    /// Looks the credential up again, for a request that nothing else is looked up for.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] when it is not valid any more; a fault of the database.
    pub async fn confirm(&self, store: &Store, caller: &Caller) -> Result<Reader, Error> {
        let reader = store.find_reader(&caller.credential, now()).await?;
        reader.ok_or_else(|| self.forget(caller))
    }

    /// Forgets a caller whose credential turned out to be no longer valid.
    pub fn forget(&self, caller: &Caller) -> Error {
        self.remembered.remove(&caller.hash);
        Error::Unauthenticated
    }
}

impl std::fmt::Debug for Authenticator {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter
            .debug_struct("Authenticator")
            .finish_non_exhaustive()
    }
}

/// The credential that was sent. One of another scheme is none, as RFC 6750, 3.1 has it.
fn bearer(headers: &HeaderMap) -> Result<&str, Error> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let value = values.next().ok_or(Error::NoCredential)?;
    if values.next().is_some() {
        return Err(Error::Unauthenticated);
    }
    let value = value.as_bytes();
    let space = value.iter().position(|byte| *byte == b' ');
    let (scheme, credential) = value.split_at(space.unwrap_or(value.len()));
    let credential = credential.trim_ascii();
    if !scheme.eq_ignore_ascii_case(b"bearer") || credential.is_empty() {
        return Err(Error::NoCredential);
    }
    std::str::from_utf8(credential).map_err(|_| Error::Unauthenticated)
}
