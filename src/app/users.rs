//! Creating, finding, deactivating and reactivating users, by operators.

use super::{Operator, OperatorError};
use crate::domain::{Page, User, now};

impl Operator {
    /// Creates a user with the given ID or, if there is none, with a new one.
    ///
    /// # Errors
    /// [`OperatorError::User`], [`OperatorError::UserExists`]; a database error.
    pub async fn create_user(
        &self,
        id: Option<String>,
        email: String,
        name: Option<String>,
    ) -> Result<User, OperatorError> {
        let user = User::new(id, email, name, now())?;
        match self.store.create_user(user.clone()).await? {
            true => Ok(user),
            false => Err(OperatorError::UserExists),
        }
    }

    /// Refuses all credentials of a user from now on.
    ///
    /// # Errors
    /// [`OperatorError::NoUser`]; a database error.
    pub async fn deactivate_user(&self, id_or_email: &str) -> Result<User, OperatorError> {
        let user = self.find_user(id_or_email).await?;
        self.store.deactivate_user(user.id.clone(), now()).await?;
        Ok(user)
    }

    /// Accepts the credentials of a user again.
    ///
    /// # Errors
    /// [`OperatorError::NoUser`]; a database error.
    pub async fn reactivate_user(&self, id_or_email: &str) -> Result<User, OperatorError> {
        let user = self.find_user(id_or_email).await?;
        self.store.reactivate_user(user.id.clone()).await?;
        Ok(user)
    }

    /// A page of the users, newest first, and only those older than the user `after`.
    ///
    /// # Errors
    /// A database error.
    pub async fn list_users(
        &self,
        limit: u32,
        after: Option<String>,
    ) -> Result<Page<User>, OperatorError> {
        Ok(self.store.list_users(limit.into(), after).await?)
    }

    /// Finds a user, who may be deactivated.
    ///
    /// # Errors
    /// [`OperatorError::NoUser`]; a database error.
    pub async fn find_user(&self, id_or_email: &str) -> Result<User, OperatorError> {
        let user = self.store.find_user(id_or_email.to_owned()).await?;
        user.ok_or_else(|| OperatorError::NoUser(id_or_email.to_owned()))
    }

    /// Finds a user who is not deactivated.
    ///
    /// # Errors
    /// [`OperatorError::NoUser`], [`OperatorError::Deactivated`]; a database error.
    pub async fn find_active_user(&self, id_or_email: &str) -> Result<User, OperatorError> {
        let user = self.find_user(id_or_email).await?;
        match user.deactivated_at {
            None => Ok(user),
            Some(_) => Err(OperatorError::Deactivated(id_or_email.to_owned())),
        }
    }
}
