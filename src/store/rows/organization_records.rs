//! Rows of `organizations` as operators see them.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::utc;
use crate::domain::OrganizationRecord;
use crate::store::schema::organizations;

/// The columns of `organizations` that operators see.
#[derive(Queryable, Selectable)]
#[diesel(table_name = organizations)]
pub(in crate::store) struct OrganizationRecordRow {
    id: String,
    name: String,
    slug: String,
    created_by: String,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
    deleted_at: Option<NaiveDateTime>,
}

/// Of the row and the e-mail address of the creator.
impl From<(OrganizationRecordRow, String)> for OrganizationRecord {
    fn from((row, creator_email): (OrganizationRecordRow, String)) -> Self {
        Self {
            id: row.id,
            name: row.name,
            slug: row.slug,
            created_by: row.created_by,
            creator_email,
            created_at: row.created_at.and_utc(),
            updated_at: row.updated_at.and_utc(),
            deleted_at: utc(row.deleted_at),
        }
    }
}
