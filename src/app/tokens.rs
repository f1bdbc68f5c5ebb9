//! Tokens: created by operators, and stored nowhere.

use std::time::Duration;

use super::{Operator, OperatorError};
use crate::auth::token::TokenSettings;
use crate::domain::{User, clock, now};

impl Operator {
    /// Creates a token of a user whom [`find_active_user`](Self::find_active_user) has found.
    ///
    /// # Errors
    /// [`OperatorError::ExpiryTooLate`]; a fault of the signature.
    pub fn create_token(
        &self,
        settings: &TokenSettings,
        user: &User,
        expires_in: Duration,
    ) -> Result<String, OperatorError> {
        let expires_at = clock::expiry(now(), expires_in).ok_or(OperatorError::ExpiryTooLate)?;
        Ok(settings.issue(user, expires_at)?)
    }
}
