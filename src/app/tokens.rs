//! Creating tokens, by operators. Tokens are not stored.

use std::time::Duration;

use super::{Operator, OperatorError};
use crate::auth::token::TokenSettings;
use crate::domain::{User, clock, now};

impl Operator {
    /// Creates a token for a user from [`find_active_user`](Self::find_active_user).
    ///
    /// # Errors
    /// [`OperatorError::ExpiryTooLate`], [`OperatorError::LifetimeTooLong`]; a signing error.
    pub fn create_token(
        &self,
        settings: &TokenSettings,
        user: &User,
        expires_in: Duration,
    ) -> Result<String, OperatorError> {
        if let Some(longest) = settings
            .max_lifetime()
            .filter(|longest| expires_in > *longest)
        {
            return Err(OperatorError::LifetimeTooLong(longest));
        }
        let expires_at = clock::expiry(now(), expires_in).ok_or(OperatorError::ExpiryTooLate)?;
        Ok(settings.issue(user, expires_at)?)
    }
}
