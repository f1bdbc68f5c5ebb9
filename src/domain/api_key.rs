//! API keys, apart from what makes them secret.

use chrono::{DateTime, Utc};

use super::id;
use super::organization::name::{self, NameError};

/// An API key without its secret. The hash of the secret is never read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Names the key without revealing it.
    pub id: String,
    /// The user on whose behalf the key calls.
    pub user_id: String,
    /// The purpose of the key, in its creator's words.
    pub name: Option<String>,
    /// When the key was created.
    pub created_at: DateTime<Utc>,
    /// From this moment on the key is refused.
    pub expires_at: Option<DateTime<Utc>>,
    /// Set by revocation; a revoked key never comes back.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl ApiKey {
    /// A new key of the user.
    ///
    /// # Errors
    /// [`NameError`] for a name that cannot be shown.
    pub fn new(
        user_id: String,
        name: Option<String>,
        created_at: DateTime<Utc>,
        expires_at: Option<DateTime<Utc>>,
    ) -> Result<Self, NameError> {
        name.as_deref().map_or(Ok(()), name::check)?;
        Ok(Self {
            id: id::api_key(),
            user_id,
            name,
            created_at,
            expires_at,
            revoked_at: None,
        })
    }
}
