//! Memberships.

use chrono::NaiveDateTime;
use diesel::dsl::exists;
use diesel::prelude::*;

use super::members::remove;
use super::{Connection, InsertEntry, RunQueryDsl, Transactions};
use crate::domain::{AuditEvent, Membership, Role};
use crate::store::lookup::{Absent, Author};
use crate::store::rows::{self, MembershipRow};
use crate::store::schema::{memberships, organizations, users};

pub async fn set_membership(
    connection: &mut Connection,
    membership: &Membership,
    author: &Author,
) -> QueryResult<Result<bool, Absent>> {
    connection
        .transaction(async |connection| {
            let locked = lock_organization(connection, &membership.organization_id).await?;
            let Some(organization_created_at) = locked else {
                return Ok(Err(Absent::Organization));
            };
            // A check is enough, without the foreign key: users are never deleted.
            let user_exists: bool = diesel::select(exists(users::table.find(&membership.user_id)))
                .get_result(connection)
                .await?;
            if !user_exists {
                return Ok(Err(Absent::User));
            }
            let before = find_role(connection, membership).await?;
            if before == Some(membership.role) {
                return Ok(Ok(true));
            }
            if before == Some(Role::Owner) {
                return Ok(Ok(false));
            }
            if membership.role == Role::Owner {
                demote_owner(connection, &membership.organization_id, author, None).await?;
            }
            upsert_membership(connection, membership, organization_created_at).await?;
            let after = Some(membership.role);
            let event = AuditEvent::of_member(&membership.user_id, before, after, None);
            let entry = InsertEntry::new(&membership.organization_id, author, &event);
            entry.execute(connection).await?;
            Ok(Ok(true))
        })
        .await
}

pub async fn remove_membership(
    connection: &mut Connection,
    organization_id: &str,
    user_id: &str,
    author: &Author,
) -> QueryResult<Result<bool, Absent>> {
    connection
        .transaction(async |connection| {
            let locked = lock_organization(connection, organization_id).await?;
            if locked.is_none() {
                return Ok(Err(Absent::Organization));
            }
            let found: Option<(String, String)> = memberships::table
                .filter(memberships::user_id.eq(user_id))
                .filter(memberships::organization_id.eq(organization_id))
                .select((memberships::id, memberships::role))
                .get_result(connection)
                .await
                .optional()?;
            let Some((id, role)) = found else {
                return Ok(Err(Absent::Member));
            };
            let role = rows::role(&role)?;
            if role == Role::Owner {
                return Ok(Ok(false));
            }
            remove(connection, &id).await?;
            let event = AuditEvent::of_member(user_id, Some(role), None, None);
            let entry = InsertEntry::new(organization_id, author, &event);
            entry.execute(connection).await?;
            Ok(Ok(true))
        })
        .await
}

async fn upsert_membership(
    connection: &mut Connection,
    membership: &Membership,
    organization_created_at: NaiveDateTime,
) -> QueryResult<()> {
    diesel::insert_into(memberships::table)
        .values(MembershipRow {
            id: &membership.id,
            user_id: &membership.user_id,
            organization_id: &membership.organization_id,
            role: membership.role.as_str(),
            joined_at: membership.joined_at.naive_utc(),
            organization_created_at,
        })
        .on_conflict((memberships::user_id, memberships::organization_id))
        .do_update()
        .set(memberships::role.eq(membership.role.as_str()))
        .execute(connection)
        .await
        .map(drop)
}

/// Makes the owner an admin, so that another member can become the owner. An organization whose only owner was
/// removed by other means has none.
pub(super) async fn demote_owner(
    connection: &mut Connection,
    organization_id: &str,
    author: &Author,
    request_id: Option<&str>,
) -> QueryResult<()> {
    let owner: Option<(String, String)> = memberships::table
        .filter(memberships::organization_id.eq(organization_id))
        .filter(memberships::role.eq(Role::Owner.as_str()))
        .select((memberships::id, memberships::user_id))
        .get_result(connection)
        .await
        .optional()?;
    let Some((id, user_id)) = owner else {
        return Ok(());
    };
    set_role(connection, &id, Role::Admin).await?;
    let (before, after) = (Some(Role::Owner), Some(Role::Admin));
    let request_id = request_id.map(str::to_owned);
    let event = AuditEvent::of_member(&user_id, before, after, request_id);
    let entry = InsertEntry::new(organization_id, author, &event);
    entry.execute(connection).await.map(drop)
}

pub(super) async fn set_role(connection: &mut Connection, id: &str, role: Role) -> QueryResult<()> {
    diesel::update(memberships::table.find(id))
        .set(memberships::role.eq(role.as_str()))
        .execute(connection)
        .await
        .map(drop)
}

/// The present role of the user in the organization.
async fn find_role(
    connection: &mut Connection,
    membership: &Membership,
) -> QueryResult<Option<Role>> {
    let role: Option<String> = memberships::table
        .filter(memberships::user_id.eq(&membership.user_id))
        .filter(memberships::organization_id.eq(&membership.organization_id))
        .select(memberships::role)
        .get_result(connection)
        .await
        .optional()?;
    role.as_deref().map(rows::role).transpose()
}

/// Locks the organization until the end of the transaction, against deletion and against updates by a caller whose
/// role is changing. Returns its creation time.
async fn lock_organization(
    connection: &mut Connection,
    organization_id: &str,
) -> QueryResult<Option<NaiveDateTime>> {
    let live = organizations::table
        .find(organization_id)
        .filter(organizations::deleted_at.is_null());
    let locked = diesel::update(live)
        .set(organizations::members_version.eq(organizations::members_version + 1))
        .execute(connection)
        .await?;
    if locked == 0 {
        return Ok(None);
    }
    live.select(organizations::created_at)
        .get_result(connection)
        .await
        .map(Some)
}
