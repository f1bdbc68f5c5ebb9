//! Users: the people and programs that call the API.

use chrono::{DateTime, Utc};
use thiserror::Error;

use super::organization::name::{self, NameError};
use super::{email, id};

/// The maximum length of an ID that an operator chooses, in characters.
const MAX_ID: usize = 128;

/// A person who may call the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// `usr_` and a time-ordered suffix, or an ID that the operator chose.
    pub id: String,
    /// Unique among all users, including deactivated ones. Case is ignored.
    pub email: String,
    /// The user's name.
    pub name: Option<String>,
    /// When the user was created.
    pub created_at: DateTime<Utc>,
    /// Set by deactivation. From then on, the user's credentials are refused.
    pub deactivated_at: Option<DateTime<Utc>>,
}

/// The reason for which a user cannot be created.
#[derive(Debug, Error)]
pub enum UserError {
    /// The e-mail address is not valid.
    #[error("{0:?} is not an e-mail address")]
    Email(String),
    /// The name is not allowed.
    #[error("the name {0}")]
    Name(#[from] NameError),
    /// The ID is empty, too long, or has characters that are not allowed.
    #[error("a user's ID must have 1 to {MAX_ID} visible ASCII characters, without @")]
    Id,
}

impl User {
    /// Creates a user with the given ID or, if there is none, with a new one.
    ///
    /// # Errors
    /// [`UserError`] if the e-mail address, the name or the ID is not allowed.
    pub fn new(
        id: Option<String>,
        address: String,
        name: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<Self, UserError> {
        if !email::is_valid(&address) || address.len() > email::MAX_CHARS {
            return Err(UserError::Email(address));
        }
        name.as_deref().map_or(Ok(()), name::check_with_length)?;
        let id = id.unwrap_or_else(id::user);
        // Without an @, an ID is never an e-mail address.
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
