//! Lists of the organizations that a user is a member of.

use diesel::dsl::{InnerJoin, IntoBoxed, exists, sql};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

use super::super::{Backend, RunQueryDsl, Shared};
use crate::domain::{Listed, Organization, OrganizationSummary, Page};
use crate::store::cached::CachedStatement;
use crate::store::rows::{ListedMembership, OrganizationRow, SummaryRow};
use crate::store::schema::{memberships, organizations};

pub async fn list_organizations(
    connection: &mut Shared<'_>,
    user_id: &str,
    limit: i64,
    after: Option<&str>,
) -> QueryResult<Option<Page<Listed<Organization>>>> {
    let listed = newest_first(user_id, limit, after)
        .select((OrganizationRow::as_select(), ListedMembership::as_select()));
    let rows: Vec<(OrganizationRow, _)> = CachedStatement(listed).load(connection).await?;
    is_page(connection, user_id, after, rows.is_empty())
        .await?
        .then(|| page(rows, limit))
        .transpose()
}

pub async fn list_organization_summaries(
    connection: &mut Shared<'_>,
    user_id: &str,
    limit: i64,
    after: Option<&str>,
) -> QueryResult<Option<Page<Listed<OrganizationSummary>>>> {
    let listed = newest_first(user_id, limit, after)
        .select((SummaryRow::as_select(), ListedMembership::as_select()));
    let rows: Vec<(SummaryRow, _)> = CachedStatement(listed).load(connection).await?;
    is_page(connection, user_id, after, rows.is_empty())
        .await?
        .then(|| page(rows, limit))
        .transpose()
}

/// Memberships joined with their organizations.
type MembershipsOf<'a> =
    IntoBoxed<'a, InnerJoin<memberships::table, organizations::table>, Backend>;

/// Up to `limit` + 1 rows after the cursor, or no rows if the cursor does not belong to the user.
fn newest_first<'a>(user_id: &'a str, limit: i64, after: Option<&'a str>) -> MembershipsOf<'a> {
    let query = memberships::table
        .inner_join(organizations::table)
        .into_boxed()
        .filter(memberships::user_id.eq(user_id))
        .filter(memberships::organization_deleted_at.is_null())
        .order((
            memberships::organization_created_at.desc(),
            memberships::organization_id.desc(),
        ))
        .limit(limit.saturating_add(1));
    let Some(after) = after else {
        return query;
    };
    // A row comparison, which both planners execute as an index range, and which Diesel cannot express. The
    // subquery finds the end of the previous page; deleted organizations keep their position.
    query.filter(
        sql::<Bool>(
            "(memberships.organization_created_at, memberships.organization_id) < (
                SELECT cursor.organization_created_at, cursor.organization_id
                FROM memberships AS cursor WHERE cursor.user_id = ",
        )
        .bind::<Text, _>(user_id)
        .sql(" AND cursor.organization_id = ")
        .bind::<Text, _>(after)
        .sql(")"),
    )
}

/// Returns `true` if the rows are a page. No rows may also mean that the cursor does not belong to the user.
async fn is_page(
    connection: &mut Shared<'_>,
    user_id: &str,
    after: Option<&str>,
    is_empty: bool,
) -> QueryResult<bool> {
    let Some(after) = after.filter(|_| is_empty) else {
        return Ok(true);
    };
    let cursor = memberships::table
        .filter(memberships::user_id.eq(user_id))
        .filter(memberships::organization_id.eq(after));
    diesel::select(exists(cursor)).get_result(connection).await
}

fn page<R, O>(rows: Vec<(R, ListedMembership)>, limit: i64) -> QueryResult<Page<Listed<O>>>
where
    O: TryFrom<R, Error = diesel::result::Error>,
{
    let items = rows.into_iter().map(Listed::try_from);
    Ok(Page::of(items.collect::<QueryResult<_>>()?, limit))
}

pub async fn count_organizations(connection: &mut Shared<'_>, user_id: &str) -> QueryResult<i64> {
    memberships::table
        .filter(memberships::user_id.eq(user_id))
        .filter(memberships::organization_deleted_at.is_null())
        .count()
        .get_result(connection)
        .await
}
