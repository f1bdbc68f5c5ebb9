//! Rows of `memberships`.

use chrono::NaiveDateTime;
use diesel::QueryResult;
use diesel::prelude::*;
use diesel::result::Error;

use super::{UserRow, role};
use crate::domain::{Listed, Member, Membership};
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

/// A membership, selected together with its user.
#[derive(Queryable, Selectable)]
#[diesel(table_name = memberships)]
pub(in crate::store) struct MemberRow {
    id: String,
    user_id: String,
    organization_id: String,
    role: String,
    joined_at: NaiveDateTime,
}

impl TryFrom<(MemberRow, UserRow)> for Member {
    type Error = Error;

    fn try_from((row, user): (MemberRow, UserRow)) -> QueryResult<Self> {
        let membership = Membership {
            id: row.id,
            organization_id: row.organization_id,
            user_id: row.user_id,
            role: role(&row.role)?,
            joined_at: row.joined_at.and_utc(),
        };
        let user = user.into();
        Ok(Self { membership, user })
    }
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
