//! Rows of `organizations`.

use chrono::NaiveDateTime;
use diesel::QueryResult;
use diesel::prelude::*;
use diesel::result::Error;
use serde_json::Value;

use super::{naive, unreadable, utc};
use crate::domain::organization::{OnboardingStatus, Organization, OrganizationSummary};
use crate::store::schema::organizations;

/// A row of `organizations`, without the embed secret, which is read only on request.
#[derive(Queryable, Selectable)]
#[diesel(table_name = organizations)]
pub(in crate::store) struct OrganizationRow {
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

/// The columns of `organizations` that an update may change.
#[derive(AsChangeset, Insertable)]
#[diesel(table_name = organizations, treat_none_as_null = true)]
pub(in crate::store) struct OrganizationChanges<'a> {
    name: &'a str,
    description: Option<&'a str>,
    logo_url: Option<&'a str>,
    settings: &'a Value,
    custom_ai_context: Option<&'a str>,
    onboarding_status: &'static str,
    full_embed_enabled: bool,
    embed_allowed_origins: Value,
    is_billable: bool,
    insights_enabled: bool,
    trial_ends_at: Option<NaiveDateTime>,
    updated_at: NaiveDateTime,
    deleted_at: Option<NaiveDateTime>,
    version: i64,
}

impl<'a> From<&'a Organization> for OrganizationChanges<'a> {
    fn from(organization: &'a Organization) -> Self {
        // Without `..`, so that a new field must be stored, or listed here as one that never changes.
        let Organization {
            id: _,
            slug: _,
            created_by: _,
            created_at: _,
            name,
            description,
            logo_url,
            settings,
            custom_ai_context,
            onboarding_status,
            full_embed_enabled,
            embed_allowed_origins,
            is_billable,
            insights_enabled,
            trial_ends_at,
            updated_at,
            deleted_at,
            version,
        } = organization;
        Self {
            name,
            description: description.as_deref(),
            logo_url: logo_url.as_deref(),
            settings,
            custom_ai_context: custom_ai_context.as_deref(),
            onboarding_status: onboarding_status.as_str(),
            full_embed_enabled: *full_embed_enabled,
            embed_allowed_origins: embed_allowed_origins.clone().into(),
            is_billable: *is_billable,
            insights_enabled: *insights_enabled,
            trial_ends_at: naive(*trial_ends_at),
            updated_at: updated_at.naive_utc(),
            deleted_at: naive(*deleted_at),
            version: *version,
        }
    }
}

/// The columns of `organizations` for a summary.
#[derive(Queryable, Selectable)]
#[diesel(table_name = organizations)]
pub(in crate::store) struct SummaryRow {
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
