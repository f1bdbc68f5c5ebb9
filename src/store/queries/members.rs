//! Who belongs to which organization, and as what.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::dsl::{InnerJoin, IntoBoxed, exists};
use diesel::prelude::*;

use super::{Backend, Connection, RunQueryDsl, Transactions};
use crate::organization::{Organization, Role};
use crate::store::records::{Listed, MemberOutcome, OrganizationSummary, Page};
use crate::store::rows::{ListedMembership, MembershipRow, OrganizationRow, SummaryRow};
use crate::store::schema::{memberships, organizations, users};

pub async fn set_member(
    connection: &mut Connection,
    membership_id: &str,
    organization_id: &str,
    user_id: &str,
    role: Role,
    now: DateTime<Utc>,
) -> QueryResult<MemberOutcome> {
    connection
        .transaction(async |connection| {
            let Some(organization_created_at) = hold(connection, organization_id).await? else {
                return Ok(MemberOutcome::NoOrganization);
            };
            // Checked rather than left to the foreign key: users are never deleted, so it stays true.
            let user_exists: bool = diesel::select(exists(users::table.find(user_id)))
                .get_result(connection)
                .await?;
            if !user_exists {
                return Ok(MemberOutcome::NoUser);
            }
            diesel::insert_into(memberships::table)
                .values(MembershipRow {
                    id: membership_id,
                    user_id,
                    organization_id,
                    role: role.as_str(),
                    joined_at: now.naive_utc(),
                    organization_created_at,
                })
                .on_conflict((memberships::user_id, memberships::organization_id))
                .do_update()
                .set(memberships::role.eq(role.as_str()))
                .execute(connection)
                .await?;
            Ok(MemberOutcome::Set)
        })
        .await
}

/// Keeps the organization from being deleted, and from being updated by who has another role by then, until
/// the transaction ends; says when it was created.
async fn hold(
    connection: &mut Connection,
    organization_id: &str,
) -> QueryResult<Option<NaiveDateTime>> {
    let live = organizations::table
        .find(organization_id)
        .filter(organizations::deleted_at.is_null());
    let held = diesel::update(live)
        .set(organizations::members_version.eq(organizations::members_version + 1))
        .execute(connection)
        .await?;
    if held == 0 {
        return Ok(None);
    }
    live.select(organizations::created_at)
        .get_result(connection)
        .await
        .map(Some)
}

pub async fn list_organizations(
    connection: &mut Connection,
    user_id: &str,
    limit: i64,
    after: Option<&str>,
) -> QueryResult<Option<Page<Organization>>> {
    let Some(listed) = newest_first(connection, user_id, limit, after).await? else {
        return Ok(None);
    };
    let rows: Vec<(OrganizationRow, _)> = listed
        .select((OrganizationRow::as_select(), ListedMembership::as_select()))
        .load(connection)
        .await?;
    page(rows, limit).map(Some)
}

pub async fn list_organization_summaries(
    connection: &mut Connection,
    user_id: &str,
    limit: i64,
    after: Option<&str>,
) -> QueryResult<Option<Page<OrganizationSummary>>> {
    let Some(listed) = newest_first(connection, user_id, limit, after).await? else {
        return Ok(None);
    };
    let rows: Vec<(SummaryRow, _)> = listed
        .select((SummaryRow::as_select(), ListedMembership::as_select()))
        .load(connection)
        .await?;
    page(rows, limit).map(Some)
}

/// Memberships and their organizations, whatever is then selected of them.
type MembershipsOf<'a> =
    IntoBoxed<'a, InnerJoin<memberships::table, organizations::table>, Backend>;

/// One more than `limit` of what comes after the cursor; `None` for a cursor that is not the user's.
async fn newest_first<'a>(
    connection: &mut Connection,
    user_id: &'a str,
    limit: i64,
    after: Option<&'a str>,
) -> QueryResult<Option<MembershipsOf<'a>>> {
    let mut query = memberships::table
        .inner_join(organizations::table)
        .into_boxed()
        .filter(memberships::user_id.eq(user_id))
        .filter(memberships::organization_deleted_at.is_null())
        .order((
            memberships::organization_created_at.desc(),
            memberships::organization_id.desc(),
        ))
        .limit(limit.saturating_add(1));
    if let Some(after) = after {
        let Some(created_at) = cursor_position(connection, user_id, after).await? else {
            return Ok(None);
        };
        // The first condition is implied by the second; it is the one both planners turn into a
        // range of the index.
        query = query
            .filter(memberships::organization_created_at.le(created_at))
            .filter(
                memberships::organization_created_at
                    .lt(created_at)
                    .or(memberships::organization_id.lt(after)),
            );
    }
    Ok(Some(query))
}

fn page<R, O>(rows: Vec<(R, ListedMembership)>, limit: i64) -> QueryResult<Page<O>>
where
    O: TryFrom<R, Error = diesel::result::Error>,
{
    let mut items = rows
        .into_iter()
        .map(Listed::try_from)
        .collect::<QueryResult<Vec<_>>>()?;
    let asked_for = usize::try_from(limit).unwrap_or(0);
    let has_more = items.len() > asked_for;
    items.truncate(asked_for);
    Ok(Page { items, has_more })
}

/// Where in the caller's list the page before ended; deleted organizations keep their place.
async fn cursor_position(
    connection: &mut Connection,
    user_id: &str,
    organization_id: &str,
) -> QueryResult<Option<NaiveDateTime>> {
    memberships::table
        .filter(memberships::user_id.eq(user_id))
        .filter(memberships::organization_id.eq(organization_id))
        .select(memberships::organization_created_at)
        .get_result(connection)
        .await
        .optional()
}

pub async fn count_organizations(connection: &mut Connection, user_id: &str) -> QueryResult<i64> {
    memberships::table
        .filter(memberships::user_id.eq(user_id))
        .filter(memberships::organization_deleted_at.is_null())
        .count()
        .get_result(connection)
        .await
}
