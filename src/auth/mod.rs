//! From a bearer credential to the user who is calling.

use axum::http::{HeaderMap, header};

use crate::error::Error;
use crate::organization::now;
use crate::store::Store;

pub mod key;
pub mod token;
pub mod vault;

use token::TokenVerifier;

/// The user who is calling. What they may do is decided by their role in each organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    pub user_id: String,
}

/// Recognises the caller by `Authorization: Bearer …`, an API key or a JWT (RFC 6750).
///
/// # Errors
/// [`Error::Unauthenticated`] for everything that is not the valid credential of an active user.
pub async fn authenticate(
    store: &Store,
    tokens: &TokenVerifier,
    headers: &HeaderMap,
) -> Result<Caller, Error> {
    let credential = bearer(headers).ok_or(Error::Unauthenticated)?;
    let user_id = if key::is_key(credential) {
        let hash = key::hash(credential);
        store.find_user_by_key_hash(&hash, now()).await?
    } else {
        match tokens.user_id(credential) {
            Some(user_id) if store.is_active_user(&user_id).await? => Some(user_id),
            _ => None,
        }
    };
    user_id
        .map(|user_id| Caller { user_id })
        .ok_or(Error::Unauthenticated)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return None;
    };
    let (scheme, credential) = value.to_str().ok()?.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| credential.trim())
        .filter(|credential| !credential.is_empty())
}
