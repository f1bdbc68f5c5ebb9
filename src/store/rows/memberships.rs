//! Rows of `memberships`.

use chrono::NaiveDateTime;
use diesel::QueryResult;
use diesel::prelude::*;
use diesel::result::Error;

use super::role;
use crate::domain::Listed;
use crate::store::schema::memberships;

/// A new row of `memberships`.
#[derive(Insertable)]
#[diesel(table_name = memberships)]
pub(in crate::store) struct MembershipRow<'a> {
    pub id: &'a str,
    pub user_id: &'a str,
    pub organization_id: &'a str,
    pub role: &'static str,
    pub joined_at: NaiveDateTime,
    pub organization_created_at: NaiveDateTime,
}

/// A membership, selected together with its organization.
#[derive(Queryable, Selectable)]
#[diesel(table_name = memberships)]
pub(in crate::store) struct ListedMembership {
    id: String,
    role: String,
    joined_at: NaiveDateTime,
}

impl<R, O: TryFrom<R, Error = Error>> TryFrom<(R, ListedMembership)> for Listed<O> {
    type Error = Error;

    fn try_from(row: (R, ListedMembership)) -> QueryResult<Self> {
        let (organization, membership) = row;
        Ok(Self {
            organization: organization.try_into()?,
            role: role(&membership.role)?,
            membership_id: membership.id,
            joined_at: membership.joined_at.and_utc(),
        })
    }
}
