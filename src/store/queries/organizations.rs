//! Organizations themselves.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::{Connection, RunQueryDsl, Shared, Transactions, find_organization, shared};
use crate::domain::Role;
use crate::domain::organization::Organization;
use crate::store::cached::Kept;
use crate::store::records::{Credential, Found};
use crate::store::rows::{self, MembershipRow, OrganizationRow};
use crate::store::schema::{memberships, organizations};

pub async fn create_organization(
    connection: &mut Connection,
    organization: &Organization,
    embed_secret: &[u8],
    membership_id: &str,
) -> QueryResult<bool> {
    connection
        .transaction(async |connection| {
            let inserted = diesel::insert_into(organizations::table)
                .values((
                    OrganizationRow::from(organization),
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
            Ok(true)
        })
        .await
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
    id: &str,
    credential: &Credential,
    now: DateTime<Utc>,
    mut found: Option<Found>,
    decide: &D,
) -> QueryResult<Result<Organization, E>>
where
    D: Fn(Option<&Found>) -> Result<Option<Organization>, E> + Sync,
    E: Send,
{
    // Ends: whoever makes this loop go round has itself come through.
    loop {
        if found.is_none() {
            found = find_organization(connection, id, credential, now).await?;
        }
        let (seen, next) = match decided(found.take(), decide)? {
            Ok(decision) => decision,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let Some(next) = next else {
            adopt_organization(connection, id, &seen.user_id).await?;
            return Ok(Ok(seen.organization));
        };
        if write_organization(connection, &seen, &next).await? {
            return Ok(Ok(next));
        }
    }
}

#[allow(
    clippy::needless_borrow,
    reason = "only on SQLite, where a shared connection is the connection itself"
)]
pub async fn delete_organization<D, E>(
    connection: &mut Connection,
    id: &str,
    credential: &Credential,
    now: DateTime<Utc>,
    decide: &D,
) -> QueryResult<Result<(), E>>
where
    D: Fn(Option<&Found>) -> Result<Option<Organization>, E> + Sync,
    E: Send,
{
    connection
        .transaction(async |connection| {
            // Ends as the loop of an update does.
            loop {
                let found = find_organization(&mut shared(connection), id, credential, now).await?;
                let (seen, next) = match decided(found, decide)? {
                    Ok(decision) => decision,
                    Err(refusal) => return Ok(Err(refusal)),
                };
                let Some(next) = next else {
                    return Ok(Ok(()));
                };
                if write_organization(&mut shared(connection), &seen, &next).await? {
                    list_or_not(connection, id, next.deleted_at).await?;
                    return Ok(Ok(()));
                }
            }
        })
        .await
}

/// An organization that somebody decides about, as they see it.
struct Seen {
    organization: Organization,
    members_version: i64,
    /// Who decides.
    user_id: String,
}

/// What there is, and what it is to become; or the refusal.
fn decided<E>(
    found: Option<Found>,
    decide: impl Fn(Option<&Found>) -> Result<Option<Organization>, E>,
) -> QueryResult<Result<(Seen, Option<Organization>), E>> {
    let next = match decide(found.as_ref()) {
        Ok(next) => next,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let found = found.ok_or(diesel::result::Error::NotFound)?;
    let seen = Seen {
        organization: found.organization.ok_or(diesel::result::Error::NotFound)?,
        members_version: found.members_version,
        user_id: found.user_id,
    };
    Ok(Ok((seen, next)))
}

/// Makes an organization that is already as its caller wants it their own writing: a read that follows must
/// not show it as it was before somebody else wrote the same.
async fn adopt_organization(
    connection: &mut Shared<'_>,
    id: &str,
    user_id: &str,
) -> QueryResult<()> {
    let is_another = organizations::updated_by.ne(user_id);
    let of_another = organizations::table
        .find(id)
        .filter(organizations::updated_by.is_null().or(is_another));
    // Naming the version is what has PostgreSQL count it as a write.
    let adoption = Kept(diesel::update(of_another).set((
        organizations::updated_by.eq(user_id),
        organizations::version.eq(organizations::version),
    )));
    adoption.execute(connection).await.map(drop)
}

/// Writes everything that may change; `false` when the organization, or who its members are, has another
/// version by now than was seen.
async fn write_organization(
    connection: &mut Shared<'_>,
    seen: &Seen,
    next: &Organization,
) -> QueryResult<bool> {
    let unchanged = organizations::table
        .find(&next.id)
        .filter(organizations::version.eq(seen.organization.version))
        .filter(organizations::members_version.eq(seen.members_version));
    let origins = serde_json::Value::from(next.embed_allowed_origins.clone());
    let changes = (
        organizations::name.eq(&next.name),
        organizations::description.eq(&next.description),
        organizations::logo_url.eq(&next.logo_url),
        organizations::settings.eq(&next.settings),
        organizations::custom_ai_context.eq(&next.custom_ai_context),
        organizations::onboarding_status.eq(next.onboarding_status.as_str()),
        organizations::full_embed_enabled.eq(next.full_embed_enabled),
        organizations::embed_allowed_origins.eq(origins),
        organizations::is_billable.eq(next.is_billable),
        organizations::insights_enabled.eq(next.insights_enabled),
        organizations::trial_ends_at.eq(rows::naive(next.trial_ends_at)),
        organizations::updated_at.eq(next.updated_at.naive_utc()),
        organizations::deleted_at.eq(rows::naive(next.deleted_at)),
        organizations::version.eq(next.version),
        organizations::updated_by.eq(&seen.user_id),
    );
    let update = Kept(diesel::update(unchanged).set(changes));
    let written = update.execute(connection).await?;
    Ok(written == 1)
}

/// Has its members' lists show an organization, or not, as it is deleted or not.
async fn list_or_not(
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
    let deleted = organizations::table
        .find(id)
        .filter(organizations::deleted_at.is_not_null());
    connection
        .transaction(async |connection| {
            let restored = diesel::update(deleted)
                .set((
                    organizations::deleted_at.eq(None::<NaiveDateTime>),
                    organizations::version.eq(organizations::version + 1),
                ))
                .execute(connection)
                .await?;
            if restored == 1 {
                list_or_not(connection, id, None).await?;
            }
            Ok(restored == 1)
        })
        .await
}
