//! Users.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::define_sql_function;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::{RunQueryDsl, Shared};
use crate::domain::{Page, User};
use crate::store::rows::UserRow;
use crate::store::schema::users;

define_sql_function! {
    /// SQL `lower`, for ASCII only.
    fn lower(text: Text) -> Text;
}

pub async fn create_user(connection: &mut Shared<'_>, user: &User) -> QueryResult<bool> {
    let inserted = diesel::insert_into(users::table)
        .values(UserRow::from(user))
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    Ok(inserted == 1)
}

pub async fn find_user(
    connection: &mut Shared<'_>,
    id_or_email: &str,
) -> QueryResult<Option<User>> {
    let has_address = lower(users::email).eq(id_or_email.to_ascii_lowercase());
    let row: Option<UserRow> = users::table
        .filter(users::id.eq(id_or_email).or(has_address))
        // Users from before this rule may share an address: prefer the exact spelling, then the current owner.
        .order((users::email.eq(id_or_email).desc(), users::shares_email))
        .select(UserRow::as_select())
        .get_result(connection)
        .await
        .optional()?;
    Ok(row.map(User::from))
}

pub async fn list_users(
    connection: &mut Shared<'_>,
    limit: i64,
    after: Option<&str>,
) -> QueryResult<Page<User>> {
    let mut listed = users::table
        .into_boxed()
        .order(users::id.desc())
        .limit(limit.saturating_add(1));
    if let Some(after) = after {
        listed = listed.filter(users::id.lt(after));
    }
    let rows: Vec<UserRow> = listed.select(UserRow::as_select()).load(connection).await?;
    Ok(Page::of(rows.into_iter().map(User::from).collect(), limit))
}

pub async fn reactivate_user(connection: &mut Shared<'_>, id: &str) -> QueryResult<bool> {
    let changed = diesel::update(users::table.find(id))
        .set(users::deactivated_at.eq(None::<NaiveDateTime>))
        .execute(connection)
        .await?;
    Ok(changed == 1)
}

pub async fn deactivate_user(
    connection: &mut Shared<'_>,
    id: &str,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let active = users::table
        .find(id)
        .filter(users::deactivated_at.is_null());
    let changed = diesel::update(active)
        .set(users::deactivated_at.eq(now.naive_utc()))
        .execute(connection)
        .await?;
    if changed == 1 {
        return Ok(true);
    }
    diesel::select(exists(users::table.find(id)))
        .get_result(connection)
        .await
}
