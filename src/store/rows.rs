//! The rows of the tables, and their conversions to domain types.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::QueryResult;
use diesel::result::Error;

use crate::domain::Role;

mod api_keys;
pub(super) mod audit_log;
mod memberships;
mod organization_records;
mod organizations;
mod users;

pub(super) use api_keys::ApiKeyRow;
pub(super) use memberships::{ListedMembership, MemberRow, MembershipRow};
pub(super) use organization_records::OrganizationRecordRow;
pub(super) use organizations::{OrganizationChanges, OrganizationRow, SummaryRow};
pub(super) use users::UserRow;

/// The role with this name.
pub(super) fn role(name: &str) -> QueryResult<Role> {
    Role::from_name(name).ok_or_else(|| unreadable("role", name))
}

/// A time as stored in a column.
pub(super) fn naive(time: Option<DateTime<Utc>>) -> Option<NaiveDateTime> {
    time.map(|time| time.naive_utc())
}

fn utc(time: Option<NaiveDateTime>) -> Option<DateTime<Utc>> {
    time.map(|time| time.and_utc())
}

/// CHECK constraints prevent such a value, unless a newer version of the schema allows it.
fn unreadable(column: &str, value: &str) -> Error {
    Error::DeserializationError(format!("unknown {column}: {value}").into())
}
