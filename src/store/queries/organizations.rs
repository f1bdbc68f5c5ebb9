//! Organizations.

use std::marker::PhantomData;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::{
    Connection, InsertEntry, RunQueryDsl, Shared, Transactions, execute_with_entry, shared,
};
use crate::domain::{AuditEvent, Organization, Role};
use crate::store::cached::Update;
use crate::store::error::StoreError;
use crate::store::lookup::{Absent, Author, Change, Credential, Lookup, Seen};
use crate::store::rows::{self, MembershipRow, OrganizationChanges, OrganizationRow};
use crate::store::schema::{api_keys, memberships, organizations, users};

mod list;

pub use list::*;

pub async fn create_organization(
    connection: &mut Connection,
    change: &Change,
    embed_secret: &[u8],
    membership_id: &str,
    author: &Author,
) -> QueryResult<bool> {
    let organization = &change.organization;
    connection
        .transaction(async |connection| {
            let inserted = diesel::insert_into(organizations::table)
                .values((
                    organizations::id.eq(&organization.id),
                    organizations::slug.eq(&organization.slug),
                    organizations::created_by.eq(&organization.created_by),
                    organizations::created_at.eq(organization.created_at.naive_utc()),
                    OrganizationChanges::from(organization),
                    organizations::embed_secret.eq(embed_secret),
                    organizations::updated_by.eq(&organization.created_by),
                ))
                .on_conflict(organizations::slug)
                .do_nothing()
                .execute(connection)
                .await?;
            if inserted == 0 {
                return Ok(false);
            }
            diesel::insert_into(memberships::table)
                .values(MembershipRow {
                    id: membership_id,
                    user_id: &organization.created_by,
                    organization_id: &organization.id,
                    role: Role::Owner.as_str(),
                    joined_at: organization.created_at.naive_utc(),
                    organization_created_at: organization.created_at.naive_utc(),
                })
                .execute(connection)
                .await?;
            let entry = InsertEntry::new(&organization.id, author, &change.event);
            entry.execute(connection).await?;
            Ok(true)
        })
        .await
}

/// Uses one statement, for a single round trip.
pub async fn find_organization(
    connection: &mut Shared<'_>,
    lookup: &Lookup,
) -> QueryResult<Result<Seen, Absent>> {
    // Owned, because Diesel does not accept a reference in a join condition.
    let live = organizations::id
        .eq(lookup.id.clone())
        .and(organizations::deleted_at.is_null());
    let of_caller = memberships::organization_id
        .eq(organizations::id)
        .and(memberships::user_id.eq(users::id));
    type Row = (String, Option<OrganizationRow>, Option<i64>, Option<String>);
    let row: Option<Row> = of_caller!(&lookup.credential, lookup.now, |callers| callers
        .left_join(organizations::table.on(live))
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
        return Ok(Err(Absent::Caller));
    };
    let Some((organization, members_version)) = organization.zip(members_version) else {
        return Ok(Err(Absent::Organization));
    };
    Ok(Ok(Seen {
        user_id,
        organization: organization.try_into()?,
        role: role.as_deref().map(rows::role).transpose()?,
        members_version,
    }))
}

pub async fn find_embed_secret(
    connection: &mut Shared<'_>,
    organization_id: &str,
) -> QueryResult<Option<Vec<u8>>> {
    organizations::table
        .find(organization_id)
        .select(organizations::embed_secret)
        .get_result(connection)
        .await
        .optional()
}

pub async fn update_organization<D, E>(
    connection: &mut Shared<'_>,
    lookup: &Lookup,
    mut seen: Option<Seen>,
    decide: &D,
) -> QueryResult<Result<Organization, E>>
where
    D: Fn(&Seen) -> Result<Option<Change>, E> + Sync,
    E: From<StoreError> + Send,
{
    // The loop ends, because another iteration means that another writer has finished.
    loop {
        let seen = match seen.take() {
            Some(seen) => seen,
            None => match find_organization(connection, lookup).await? {
                Ok(seen) => seen,
                Err(absent) => return Ok(Err(StoreError::from(absent).into())),
            },
        };
        let change = match decide(&seen) {
            Ok(Some(change)) => change,
            Ok(None) => {
                adopt_organization(connection, &lookup.id, &seen.user_id).await?;
                return Ok(Ok(seen.organization));
            }
            Err(refusal) => return Ok(Err(refusal)),
        };
        if write_organization(connection, lookup, &seen, &change).await? {
            return Ok(Ok(change.organization));
        }
    }
}

#[allow(
    clippy::needless_borrow,
    reason = "only on SQLite, where a shared connection is the connection itself"
)]
pub async fn delete_organization<D, E>(
    connection: &mut Connection,
    lookup: &Lookup,
    decide: &D,
) -> QueryResult<Result<(), E>>
where
    D: Fn(&Seen) -> Result<Option<Change>, E> + Sync,
    E: From<StoreError> + Send,
{
    connection
        .transaction(async |connection| {
            // This loop ends like the loop of an update.
            loop {
                let seen = match find_organization(&mut shared(connection), lookup).await? {
                    Ok(seen) => seen,
                    Err(absent) => return Ok(Err(StoreError::from(absent).into())),
                };
                let change = match decide(&seen) {
                    Ok(Some(change)) => change,
                    Ok(None) => return Ok(Ok(())),
                    Err(refusal) => return Ok(Err(refusal)),
                };
                if write_organization(&mut shared(connection), lookup, &seen, &change).await? {
                    let deleted_at = change.organization.deleted_at;
                    set_listed(connection, &lookup.id, deleted_at).await?;
                    return Ok(Ok(()));
                }
            }
        })
        .await
}

/// Counts the current state as the caller's own write if the update changes nothing. Otherwise a later read by the
/// caller could show an older state, from before another caller wrote this one.
async fn adopt_organization(
    connection: &mut Shared<'_>,
    id: &str,
    user_id: &str,
) -> QueryResult<()> {
    let is_another = organizations::updated_by.ne(user_id);
    // The trigger counts this as a write because the statement sets the version.
    struct Adoption;
    let adoption = Update {
        kind: PhantomData::<Adoption>,
        table: "organizations",
        changes: (
            organizations::updated_by.eq(user_id),
            organizations::version.eq(organizations::version),
        )
            .as_changeset(),
        condition: organizations::id
            .eq(id)
            .and(organizations::updated_by.is_null().or(is_another)),
    };
    adoption.execute(connection).await.map(drop)
}

/// Writes all columns that may change, and the entry in the audit log. Returns `false` if the version of the organization or of its members has
/// changed.
async fn write_organization(
    connection: &mut Shared<'_>,
    lookup: &Lookup,
    seen: &Seen,
    change: &Change,
) -> QueryResult<bool> {
    let next = &change.organization;
    struct Writing;
    let update = Update {
        kind: PhantomData::<Writing>,
        table: "organizations",
        changes: (
            OrganizationChanges::from(next),
            organizations::updated_by.eq(&seen.user_id),
        )
            .as_changeset(),
        condition: organizations::id
            .eq(&next.id)
            .and(organizations::version.eq(seen.organization.version))
            .and(organizations::members_version.eq(seen.members_version)),
    };
    let entry = InsertEntry::of_caller(&next.id, &seen.user_id, &lookup.credential, &change.event);
    let written = execute_with_entry(connection, update, entry).await?;
    Ok(written == 1)
}

/// Shows the organization in its members' lists, or hides it after its deletion.
async fn set_listed(
    connection: &mut Connection,
    id: &str,
    deleted_at: Option<DateTime<Utc>>,
) -> QueryResult<()> {
    diesel::update(memberships::table)
        .filter(memberships::organization_id.eq(id))
        .set(memberships::organization_deleted_at.eq(rows::naive(deleted_at)))
        .execute(connection)
        .await
        .map(drop)
}

pub async fn restore_organization(connection: &mut Connection, id: &str) -> QueryResult<bool> {
    let row = organizations::table.find(id);
    let deleted = row.filter(organizations::deleted_at.is_not_null());
    connection
        .transaction(async |connection| {
            let deleted_at: Option<Option<NaiveDateTime>> = deleted
                .select(organizations::deleted_at)
                .get_result(connection)
                .await
                .optional()?;
            let restored = diesel::update(deleted)
                .set((
                    organizations::deleted_at.eq(None::<NaiveDateTime>),
                    organizations::version.eq(organizations::version + 1),
                ))
                .execute(connection)
                .await?;
            let (Some(deleted_at), 1) = (deleted_at.flatten(), restored) else {
                return Ok(false);
            };
            set_listed(connection, id, None).await?;
            let version: i64 = row
                .select(organizations::version)
                .get_result(connection)
                .await?;
            let event = AuditEvent::restored(deleted_at.and_utc(), version);
            let entry = InsertEntry::new(id, &Author::CommandLine, &event);
            entry.execute(connection).await?;
            Ok(true)
        })
        .await
}
