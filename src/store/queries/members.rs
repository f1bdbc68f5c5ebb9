//! Members of organizations.

use diesel::prelude::*;

use super::memberships::{demote_owner, set_role};
use super::{
    Connection, InsertEntry, RunQueryDsl, Shared, Transactions, find_organization, shared,
};
use crate::domain::{AuditEvent, Member, MemberChange, Page, Role};
use crate::store::cached::CachedStatement;
use crate::store::error::StoreError;
use crate::store::lookup::{Absent, Author, Lookup, Seen};
use crate::store::rows::{MemberRow, UserRow};
use crate::store::schema::{memberships, organizations, users};

pub async fn list_members(
    connection: &mut Shared<'_>,
    organization_id: &str,
    limit: i64,
    after: Option<&str>,
) -> QueryResult<Page<Member>> {
    let members = memberships::table
        .inner_join(users::table)
        .filter(memberships::organization_id.eq(organization_id))
        // IDs sort in the order of their creation.
        .filter(memberships::id.gt(after.unwrap_or_default()))
        .order(memberships::id)
        .limit(limit.saturating_add(1))
        .select((MemberRow::as_select(), UserRow::as_select()));
    let rows: Vec<(MemberRow, UserRow)> = CachedStatement(members).load(connection).await?;
    let members = rows.into_iter().map(Member::try_from);
    Ok(Page::of(members.collect::<QueryResult<_>>()?, limit))
}

pub async fn count_members(connection: &mut Shared<'_>, organization_id: &str) -> QueryResult<i64> {
    memberships::table
        .filter(memberships::organization_id.eq(organization_id))
        .count()
        .get_result(connection)
        .await
}

#[allow(
    clippy::needless_borrow,
    reason = "only on SQLite, where a shared connection is the connection itself"
)]
pub async fn change_member<D, E>(
    connection: &mut Connection,
    lookup: &Lookup,
    member_id: &str,
    request_id: Option<&str>,
    decide: &D,
) -> QueryResult<Result<Member, E>>
where
    D: Fn(&Seen, Option<&Member>) -> Result<Option<MemberChange>, E> + Sync,
    E: From<StoreError> + Send,
{
    connection
        .transaction(async |connection| {
            // This loop ends like the loop of an update of an organization.
            loop {
                let seen = match find_organization(&mut shared(connection), lookup).await? {
                    Ok(seen) => seen,
                    Err(absent) => return Ok(Err(StoreError::from(absent).into())),
                };
                let member = find_member(connection, &lookup.id, member_id).await?;
                let change = match decide(&seen, member.as_ref()) {
                    Ok(change) => change,
                    Err(refusal) => return Ok(Err(refusal)),
                };
                let Some(mut member) = member else {
                    return Ok(Err(StoreError::from(Absent::Member).into()));
                };
                let Some(change) = change else {
                    return Ok(Ok(member));
                };
                if count_change(connection, &seen).await? {
                    let author = Author::Caller {
                        user_id: seen.user_id,
                        credential: lookup.credential.clone(),
                    };
                    write_change(connection, &mut member, change, &author, request_id).await?;
                    return Ok(Ok(member));
                }
            }
        })
        .await
}

async fn find_member(
    connection: &mut Connection,
    organization_id: &str,
    member_id: &str,
) -> QueryResult<Option<Member>> {
    let row: Option<(MemberRow, UserRow)> = memberships::table
        .inner_join(users::table)
        .filter(memberships::id.eq(member_id))
        .filter(memberships::organization_id.eq(organization_id))
        .select((MemberRow::as_select(), UserRow::as_select()))
        .get_result(connection)
        .await
        .optional()?;
    row.map(Member::try_from).transpose()
}

/// Counts a change of the members, and locks them until the end of the transaction. Returns `false` if they have
/// changed, or if the organization was deleted.
async fn count_change(connection: &mut Connection, seen: &Seen) -> QueryResult<bool> {
    let unchanged = organizations::table
        .find(&seen.organization.id)
        .filter(organizations::members_version.eq(seen.members_version))
        .filter(organizations::deleted_at.is_null());
    let counted = diesel::update(unchanged)
        .set(organizations::members_version.eq(organizations::members_version + 1))
        .execute(connection)
        .await?;
    Ok(counted == 1)
}

/// Makes the change and writes its entries in the audit log.
async fn write_change(
    connection: &mut Connection,
    member: &mut Member,
    change: MemberChange,
    author: &Author,
    request_id: Option<&str>,
) -> QueryResult<()> {
    let membership = &mut member.membership;
    let organization_id = &membership.organization_id;
    let after = match change {
        MemberChange::Role(role) => Some(role),
        MemberChange::Ownership => {
            demote_owner(connection, organization_id, author, request_id).await?;
            Some(Role::Owner)
        }
        MemberChange::Removal => None,
    };
    match after {
        Some(role) => set_role(connection, &membership.id, role).await?,
        None => remove(connection, &membership.id).await?,
    }
    let (before, request_id) = (Some(membership.role), request_id.map(str::to_owned));
    let event = AuditEvent::of_member(&membership.user_id, before, after, request_id);
    let entry = InsertEntry::new(organization_id, author, &event);
    entry.execute(connection).await?;
    membership.role = after.unwrap_or(membership.role);
    Ok(())
}

pub(super) async fn remove(connection: &mut Connection, id: &str) -> QueryResult<()> {
    diesel::delete(memberships::table.find(id))
        .execute(connection)
        .await
        .map(drop)
}
