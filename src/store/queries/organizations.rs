//! Organizations themselves.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};

use super::Connection;
use crate::organization::{Organization, Role};
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

pub async fn find_organization(
    connection: &mut Connection,
    id: &str,
    user_id: &str,
) -> QueryResult<Option<(Organization, Option<Role>)>> {
    let of_caller = memberships::organization_id
        .eq(organizations::id)
        .and(memberships::user_id.eq(user_id));
    let row: Option<(OrganizationRow, Option<String>)> = organizations::table
        .left_join(memberships::table.on(of_caller))
        .filter(organizations::id.eq(id))
        .filter(organizations::deleted_at.is_null())
        .select((OrganizationRow::as_select(), memberships::role.nullable()))
        .get_result(connection)
        .await
        .optional()?;
    let Some((organization, role)) = row else {
        return Ok(None);
    };
    let role = role.as_deref().map(rows::role).transpose()?;
    Ok(Some((organization.try_into()?, role)))
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
    user_id: &str,
    decide: &D,
) -> QueryResult<Result<Organization, E>>
where
    D: Fn(Option<(&Organization, Option<Role>)>) -> Result<Option<Organization>, E> + Sync,
    E: Send,
{
    // Ends: whoever makes this loop go round has itself come through.
    loop {
        let found = find_organization(connection, id, user_id).await?;
        let next = match decide(found.as_ref().map(|(current, role)| (current, *role))) {
            Ok(next) => next,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let Some((current, role)) = found else {
            return Err(diesel::result::Error::NotFound);
        };
        let Some(next) = next else {
            return Ok(Ok(current));
        };
        if write_organization(connection, current.version, &next, (user_id, role)).await? {
            return Ok(Ok(next));
        }
    }
}

/// Writes everything that may change; `false` when the stored version, or the role in which it was
/// decided, is another one by now.
async fn write_organization(
    connection: &mut Connection,
    version: i64,
    next: &Organization,
    (user_id, role): (&str, Option<Role>),
) -> QueryResult<bool> {
    let unchanged = organizations::table
        .find(&next.id)
        .filter(organizations::version.eq(version));
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
    );
    let written = match role {
        Some(role) => {
            let in_that_role = memberships::table
                .filter(memberships::organization_id.eq(&next.id))
                .filter(memberships::user_id.eq(user_id))
                .filter(memberships::role.eq(role.as_str()));
            let unchanged = unchanged.filter(exists(in_that_role));
            diesel::update(unchanged).set(changes).execute(connection)
        }
        None => diesel::update(unchanged).set(changes).execute(connection),
    };
    Ok(written.await? == 1)
}

pub async fn restore_organization(connection: &mut Connection, id: &str) -> QueryResult<bool> {
    let deleted = organizations::table
        .find(id)
        .filter(organizations::deleted_at.is_not_null());
    let restored = diesel::update(deleted)
        .set((
            organizations::deleted_at.eq(None::<chrono::NaiveDateTime>),
            organizations::version.eq(organizations::version + 1),
        ))
        .execute(connection)
        .await?;
    Ok(restored == 1)
}
