//! The tables' rows, and how they become what the domain knows.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::QueryResult;
use diesel::prelude::*;
use diesel::result::Error;
use serde_json::Value;

use super::records::{ApiKey, Listed, OrganizationSummary, User};
use super::schema::{api_keys, memberships, organizations, users};
use crate::domain::Role;
use crate::domain::organization::{OnboardingStatus, Organization};

/// A row of `users`.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = users)]
pub(super) struct UserRow {
    id: String,
    email: String,
    name: Option<String>,
    created_at: NaiveDateTime,
    deactivated_at: Option<NaiveDateTime>,
}

impl From<&User> for UserRow {
    fn from(user: &User) -> Self {
        Self {
            id: user.id.clone(),
            email: user.email.clone(),
            name: user.name.clone(),
            created_at: user.created_at.naive_utc(),
            deactivated_at: naive(user.deactivated_at),
        }
    }
}

impl From<UserRow> for User {
    fn from(row: UserRow) -> Self {
        Self {
            id: row.id,
            email: row.email,
            name: row.name,
            created_at: row.created_at.and_utc(),
            deactivated_at: utc(row.deactivated_at),
        }
    }
}

/// A row of `api_keys` but for the hash.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = api_keys)]
pub(super) struct ApiKeyRow {
    id: String,
    user_id: String,
    name: Option<String>,
    created_at: NaiveDateTime,
    expires_at: Option<NaiveDateTime>,
    revoked_at: Option<NaiveDateTime>,
}

impl From<&ApiKey> for ApiKeyRow {
    fn from(key: &ApiKey) -> Self {
        Self {
            id: key.id.clone(),
            user_id: key.user_id.clone(),
            name: key.name.clone(),
            created_at: key.created_at.naive_utc(),
            expires_at: naive(key.expires_at),
            revoked_at: naive(key.revoked_at),
        }
    }
}

impl From<ApiKeyRow> for ApiKey {
    fn from(row: ApiKeyRow) -> Self {
        Self {
            id: row.id,
            user_id: row.user_id,
            name: row.name,
            created_at: row.created_at.and_utc(),
            expires_at: utc(row.expires_at),
            revoked_at: utc(row.revoked_at),
        }
    }
}

/// A row of `organizations` but for the embed secret, which only those see who ask for it.
#[derive(Queryable, QueryableByName, Selectable, Insertable)]
#[diesel(table_name = organizations)]
pub(super) struct OrganizationRow {
    id: String,
    name: String,
    slug: String,
    description: Option<String>,
    logo_url: Option<String>,
    settings: Value,
    custom_ai_context: Option<String>,
    onboarding_status: String,
    full_embed_enabled: bool,
    embed_allowed_origins: Value,
    is_billable: bool,
    insights_enabled: bool,
    trial_ends_at: Option<NaiveDateTime>,
    created_by: String,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
    deleted_at: Option<NaiveDateTime>,
    version: i64,
}

impl From<&Organization> for OrganizationRow {
    fn from(organization: &Organization) -> Self {
        Self {
            id: organization.id.clone(),
            name: organization.name.clone(),
            slug: organization.slug.clone(),
            description: organization.description.clone(),
            logo_url: organization.logo_url.clone(),
            settings: organization.settings.clone(),
            custom_ai_context: organization.custom_ai_context.clone(),
            onboarding_status: organization.onboarding_status.as_str().to_owned(),
            full_embed_enabled: organization.full_embed_enabled,
            embed_allowed_origins: organization.embed_allowed_origins.clone().into(),
            is_billable: organization.is_billable,
            insights_enabled: organization.insights_enabled,
            trial_ends_at: naive(organization.trial_ends_at),
            created_by: organization.created_by.clone(),
            created_at: organization.created_at.naive_utc(),
            updated_at: organization.updated_at.naive_utc(),
            deleted_at: naive(organization.deleted_at),
            version: organization.version,
        }
    }
}

impl TryFrom<OrganizationRow> for Organization {
    type Error = Error;

    fn try_from(row: OrganizationRow) -> QueryResult<Self> {
        Ok(Self {
            onboarding_status: OnboardingStatus::from_name(&row.onboarding_status)
                .ok_or_else(|| unreadable("onboarding_status", &row.onboarding_status))?,
            embed_allowed_origins: serde_json::from_value(row.embed_allowed_origins)
                .map_err(|error| Error::DeserializationError(error.into()))?,
            id: row.id,
            name: row.name,
            slug: row.slug,
            description: row.description,
            logo_url: row.logo_url,
            settings: row.settings,
            custom_ai_context: row.custom_ai_context,
            full_embed_enabled: row.full_embed_enabled,
            is_billable: row.is_billable,
            insights_enabled: row.insights_enabled,
            trial_ends_at: utc(row.trial_ends_at),
            created_by: row.created_by,
            created_at: row.created_at.and_utc(),
            updated_at: row.updated_at.and_utc(),
            deleted_at: utc(row.deleted_at),
            version: row.version,
        })
    }
}

/// A row of `memberships`.
#[derive(Insertable)]
#[diesel(table_name = memberships)]
pub(super) struct MembershipRow<'a> {
    pub id: &'a str,
    pub user_id: &'a str,
    pub organization_id: &'a str,
    pub role: &'static str,
    pub joined_at: NaiveDateTime,
    pub organization_created_at: NaiveDateTime,
}

/// A membership beside the organization it is in.
#[derive(Queryable, Selectable)]
#[diesel(table_name = memberships)]
pub(super) struct ListedMembership {
    id: String,
    role: String,
    joined_at: NaiveDateTime,
}

/// What tells an organization from others.
#[derive(Queryable, Selectable)]
#[diesel(table_name = organizations)]
pub(super) struct SummaryRow {
    id: String,
    name: String,
    slug: String,
    logo_url: Option<String>,
}

impl TryFrom<SummaryRow> for OrganizationSummary {
    type Error = Error;

    fn try_from(row: SummaryRow) -> QueryResult<Self> {
        Ok(Self {
            id: row.id,
            name: row.name,
            slug: row.slug,
            logo_url: row.logo_url,
        })
    }
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

/// The role of that name.
pub(super) fn role(name: &str) -> QueryResult<Role> {
    Role::from_name(name).ok_or_else(|| unreadable("role", name))
}

/// As the columns keep it.
pub(super) fn naive(time: Option<DateTime<Utc>>) -> Option<NaiveDateTime> {
    time.map(|time| time.naive_utc())
}

fn utc(time: Option<NaiveDateTime>) -> Option<DateTime<Utc>> {
    time.map(|time| time.and_utc())
}

/// The CHECK constraints keep such a value out, unless a newer version of the schema let it in.
fn unreadable(column: &str, value: &str) -> Error {
    Error::DeserializationError(format!("unknown {column}: {value}").into())
}
