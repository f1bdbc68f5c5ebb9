//! Rows of `users`.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{naive, utc};
use crate::domain::User;
use crate::store::schema::users;

/// A row of `users`.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = users)]
pub(in crate::store) struct UserRow {
    id: String,
    email: String,
    name: Option<String>,
    created_at: NaiveDateTime,
    deactivated_at: Option<NaiveDateTime>,
}

impl From<&User> for UserRow {
    fn from(user: &User) -> Self {
        Self {
            id: user.id.clone(),
            email: user.email.clone(),
            name: user.name.clone(),
            created_at: user.created_at.naive_utc(),
            deactivated_at: naive(user.deactivated_at),
        }
    }
}

impl From<UserRow> for User {
    fn from(row: UserRow) -> Self {
        Self {
            id: row.id,
            email: row.email,
            name: row.name,
            created_at: row.created_at.and_utc(),
            deactivated_at: utc(row.deactivated_at),
        }
    }
}
