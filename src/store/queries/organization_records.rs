//! Organizations as operators see them, including deleted ones.

use diesel::prelude::*;

use super::{RunQueryDsl, Shared};
use crate::domain::{OrganizationRecord, Page};
use crate::store::rows::OrganizationRecordRow;
use crate::store::schema::{organizations, users};

pub async fn list_organization_records(
    connection: &mut Shared<'_>,
    is_deleted: bool,
    limit: i64,
    after: Option<&str>,
) -> QueryResult<Page<OrganizationRecord>> {
    let mut listed = organizations::table
        .inner_join(users::table.on(users::id.eq(organizations::created_by)))
        .into_boxed()
        .filter(organizations::deleted_at.is_not_null().eq(is_deleted))
        .order(organizations::id.desc())
        .limit(limit.saturating_add(1));
    if let Some(after) = after {
        listed = listed.filter(organizations::id.lt(after));
    }
    let rows: Vec<(OrganizationRecordRow, String)> = listed
        .select((OrganizationRecordRow::as_select(), users::email))
        .load(connection)
        .await?;
    let records = rows.into_iter().map(OrganizationRecord::from);
    Ok(Page::of(records.collect(), limit))
}

pub async fn find_organization_record(
    connection: &mut Shared<'_>,
    id: &str,
) -> QueryResult<Option<OrganizationRecord>> {
    let row: Option<(OrganizationRecordRow, String)> = organizations::table
        .inner_join(users::table.on(users::id.eq(organizations::created_by)))
        .filter(organizations::id.eq(id))
        .select((OrganizationRecordRow::as_select(), users::email))
        .get_result(connection)
        .await
        .optional()?;
    Ok(row.map(OrganizationRecord::from))
}
