//! Creating, listing and revoking API keys, by operators.

use std::time::Duration;

use super::{Operator, OperatorError};
use crate::auth::key;
use crate::domain::{ApiKey, Page, clock, now};

impl Operator {
    /// Creates a key for an active user. Returns it with its secret, which is not stored.
    ///
    /// # Errors
    /// [`OperatorError::NoUser`], [`OperatorError::Deactivated`], [`OperatorError::ExpiryTooLate`],
    /// [`OperatorError::Name`]; a database error.
    pub async fn create_api_key(
        &self,
        user: &str,
        name: Option<String>,
        expires_in: Option<Duration>,
    ) -> Result<(ApiKey, String), OperatorError> {
        let user = self.find_active_user(user).await?;
        let now = now();
        let expires_at = expires_in
            .map(|lifetime| clock::expiry(now, lifetime).ok_or(OperatorError::ExpiryTooLate))
            .transpose()?;
        let secret = key::generate();
        let api_key = ApiKey::new(user.id, name, now, expires_at)?;
        self.store
            .create_api_key(api_key.clone(), key::hash(&secret))
            .await?;
        Ok((api_key, secret))
    }

    /// A page of the API keys of a user or of all users, each with the e-mail address of its user. Newest first, and
    /// only those older than the key `after`.
    ///
    /// # Errors
    /// [`OperatorError::NoUser`]; a database error.
    pub async fn list_api_keys(
        &self,
        user: Option<&str>,
        limit: u32,
        after: Option<String>,
    ) -> Result<Page<(ApiKey, String)>, OperatorError> {
        let user_id = match user {
            Some(user) => Some(self.find_user(user).await?.id),
            None => None,
        };
        let keys = self.store.list_api_keys(user_id, limit.into(), after);
        Ok(keys.await?)
    }

    /// Refuses an API key from now on.
    ///
    /// # Errors
    /// [`OperatorError::NoKey`]; a database error.
    pub async fn revoke_api_key(&self, id: &str) -> Result<(), OperatorError> {
        match self.store.revoke_api_key(id.to_owned(), now()).await? {
            true => Ok(()),
            false => Err(OperatorError::NoKey(id.to_owned())),
        }
    }
}
