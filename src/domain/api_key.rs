//! API keys, without their secrets.

use chrono::{DateTime, Utc};

use super::id;
use super::organization::name::{self, NameError};

/// An API key without its secret. The hash of the secret is never read from the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Identifies the key without revealing it.
    pub id: String,
    /// The user whom the key identifies.
    pub user_id: String,
    /// The purpose of the key.
    pub name: Option<String>,
    /// When the key was created.
    pub created_at: DateTime<Utc>,
    /// The key is refused from this time on.
    pub expires_at: Option<DateTime<Utc>>,
    /// Set by revocation, which is permanent.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl ApiKey {
    /// Creates a key for the user.
    ///
    /// # Errors
    /// [`NameError`] if the name is not allowed.
    pub fn new(
        user_id: String,
        name: Option<String>,
        created_at: DateTime<Utc>,
        expires_at: Option<DateTime<Utc>>,
    ) -> Result<Self, NameError> {
        name.as_deref().map_or(Ok(()), name::check_with_length)?;
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
