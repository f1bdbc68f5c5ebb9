//! Users: the people and programs on whose behalf the API is called.

use chrono::{DateTime, Utc};
use thiserror::Error;

use super::organization::name::{self, NameError};
use super::{email, id};

/// The longest id that an operator may choose, in characters.
const MAX_ID: usize = 128;

/// A person who may call the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// `usr_` and a time-ordered suffix, or what the operator chose.
    pub id: String,
    /// Unique over all users, deactivated ones included; compared without regard to case.
    pub email: String,
    /// The user's name.
    pub name: Option<String>,
    /// When the user was created.
    pub created_at: DateTime<Utc>,
    /// Set by deactivation: none of the user's credentials is accepted any more.
    pub deactivated_at: Option<DateTime<Utc>>,
}

/// Why a user cannot be created with these values.
#[derive(Debug, Error)]
pub enum UserError {
    /// The e-mail address is not one.
    #[error("{0:?} is not an e-mail address")]
    Email(String),
    /// The name cannot be shown.
    #[error("a name {0}")]
    Name(#[from] NameError),
    /// The id is empty, too long, or has other characters.
    #[error("a user's id has 1 to {MAX_ID} visible ASCII characters other than @")]
    Id,
}

impl User {
    /// A new user, under the id or, without one, under a new id.
    ///
    /// # Errors
    /// [`UserError`] for an e-mail address, a name or an id that is not allowed.
    pub fn new(
        id: Option<String>,
        address: String,
        name: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<Self, UserError> {
        if !email::is_valid(&address) || address.len() > email::MAX_CHARS {
            return Err(UserError::Email(address));
        }
        name.as_deref().map_or(Ok(()), name::check)?;
        let id = id.unwrap_or_else(id::user);
        // Without an @, no id is anybody's e-mail address.
        let is_plain = |c: char| c.is_ascii_graphic() && c != '@';
        if id.is_empty() || id.len() > MAX_ID || !id.chars().all(is_plain) {
            return Err(UserError::Id);
        }
        Ok(Self {
            id,
            email: address,
            name,
            created_at: now,
            deactivated_at: None,
        })
    }
}
