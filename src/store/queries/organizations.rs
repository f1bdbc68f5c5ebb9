//! Organizations themselves.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::{Connection, RunQueryDsl, Transactions, find_organization};
use crate::organization::{Organization, Role};
use crate::store::kept::Kept;
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
    connection: &mut Connection,
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
    connection: &mut Connection,
    id: &str,
    credential: &Credential,
    now: DateTime<Utc>,
    decide: &D,
) -> QueryResult<Result<Organization, E>>
where
    D: Fn(Option<&Found>) -> Result<Option<Organization>, E> + Sync,
    E: Send,
{
    // Ends: whoever makes this loop go round has itself come through.
    loop {
        let found = find_organization(connection, id, credential, now).await?;
        let next = match decide(found.as_ref()) {
            Ok(next) => next,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let found = found.ok_or(diesel::result::Error::NotFound)?;
        let current = found.organization.ok_or(diesel::result::Error::NotFound)?;
        let user_id = &found.user_id;
        let Some(next) = next else {
            adopt_organization(connection, id, user_id).await?;
            return Ok(Ok(current));
        };
        let seen = (current.version, found.members_version);
        let written = match next.deleted_at {
            None => write_organization(connection, seen, &next, user_id).await?,
            Some(_) => write_deleted_organization(connection, seen, &next, user_id).await?,
        };
        if written {
            return Ok(Ok(next));
        }
    }
}

/// Makes an organization that is already as its caller wants it their own writing: a read that follows must
/// not show it as it was before somebody else wrote the same.
async fn adopt_organization(
    connection: &mut Connection,
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
    connection: &mut Connection,
    (version, members_version): (i64, i64),
    next: &Organization,
    user_id: &str,
) -> QueryResult<bool> {
    let unchanged = organizations::table
        .find(&next.id)
        .filter(organizations::version.eq(version))
        .filter(organizations::members_version.eq(members_version));
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
        organizations::updated_by.eq(user_id),
    );
    let update = Kept(diesel::update(unchanged).set(changes));
    let written = update.execute(connection).await?;
    Ok(written == 1)
}

/// As [`write_organization`], and takes it out of its members' lists.
async fn write_deleted_organization(
    connection: &mut Connection,
    seen: (i64, i64),
    next: &Organization,
    user_id: &str,
) -> QueryResult<bool> {
    connection
        .transaction(async |connection| {
            let written = write_organization(connection, seen, next, user_id).await?;
            if written {
                list_or_not(connection, &next.id, next.deleted_at).await?;
            }
            Ok(written)
        })
        .await
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
