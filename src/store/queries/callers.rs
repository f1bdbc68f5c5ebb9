//! Who is calling, and what they find.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{RunQueryDsl, Shared};
use crate::store::records::{Credential, Found};
use crate::store::rows::{self, OrganizationRow};
use crate::store::schema::{api_keys, memberships, organizations, users};

/// Runs the query for whom the credential stands for: the rows of a key and of a token are found in
/// different tables, and their queries are of different types.
macro_rules! of_caller {
    ($credential:ident, $now:ident, |$callers:ident| $query:expr) => {
        match $credential {
            Credential::Key(hash) => {
                let lasts = api_keys::expires_at
                    .is_null()
                    .or(api_keys::expires_at.gt($now.naive_utc()));
                let $callers = api_keys::table
                    .inner_join(users::table)
                    .filter(api_keys::hash.eq(hash.as_slice()))
                    .filter(api_keys::revoked_at.is_null())
                    .filter(lasts)
                    .filter(users::deactivated_at.is_null());
                $query
            }
            Credential::User(id) => {
                let $callers = users::table
                    .filter(users::id.eq(id))
                    .filter(users::deactivated_at.is_null());
                $query
            }
        }
    };
}

pub async fn find_caller(
    connection: &mut Shared<'_>,
    credential: &Credential,
    now: DateTime<Utc>,
) -> QueryResult<Option<String>> {
    of_caller!(credential, now, |callers| callers
        .select(users::id)
        .get_result(connection)
        .await
        .optional())
}

/// One statement, so that it is one round trip.
pub async fn find_organization(
    connection: &mut Shared<'_>,
    id: &str,
    credential: &Credential,
    now: DateTime<Utc>,
) -> QueryResult<Option<Found>> {
    // Owned, because Diesel does not take a reference for what tables are joined on.
    let there = organizations::id
        .eq(id.to_owned())
        .and(organizations::deleted_at.is_null());
    let of_caller = memberships::organization_id
        .eq(organizations::id)
        .and(memberships::user_id.eq(users::id));
    type Row = (String, Option<OrganizationRow>, Option<i64>, Option<String>);
    let row: Option<Row> = of_caller!(credential, now, |callers| callers
        .left_join(organizations::table.on(there))
        .left_join(memberships::table.on(of_caller))
        .select((
            users::id,
            Option::<OrganizationRow>::as_select(),
            organizations::members_version.nullable(),
            memberships::role.nullable(),
        ))
        .get_result(connection)
        .await
        .optional())?;
    let Some((user_id, organization, members_version, role)) = row else {
        return Ok(None);
    };
    Ok(Some(Found {
        user_id,
        organization: organization.map(TryInto::try_into).transpose()?,
        members_version: members_version.unwrap_or_default(),
        role: role.as_deref().map(rows::role).transpose()?,
    }))
}
