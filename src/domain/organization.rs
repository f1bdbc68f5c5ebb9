//! Organizations, and how they may change.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

pub mod name;
pub mod origin;
mod patch;
pub mod slug;
mod unchanged;

pub use patch::OrganizationPatch;
pub use unchanged::Unchanged;

/// One organization, the row behind both published surfaces.
///
/// The embed secret is not part of it: it is loaded only where a caller asks for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Organization {
    /// `org_` and a time-ordered suffix.
    pub id: String,
    /// The name, as people see it.
    pub name: String,
    /// Unique over all organizations, deleted ones included.
    pub slug: String,
    /// A few sentences about it.
    pub description: Option<String>,
    /// The URL of the logo.
    pub logo_url: Option<String>,
    /// A JSON object, merged on update by RFC 7396.
    pub settings: Value,
    /// Instructions for the AI features of the public surface.
    pub custom_ai_context: Option<String>,
    /// The state of the onboarding.
    pub onboarding_status: OnboardingStatus,
    /// The whole product may be embedded in pages of `embed_allowed_origins`.
    pub full_embed_enabled: bool,
    /// Normalised origins; empty means any.
    pub embed_allowed_origins: Vec<String>,
    /// The organization is billed after its trial.
    pub is_billable: bool,
    /// The insights feature is on.
    pub insights_enabled: bool,
    /// Set once, when the organization first becomes billable.
    pub trial_ends_at: Option<DateTime<Utc>>,
    /// The id of the user who created it.
    pub created_by: String,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Set by deletion; a deleted organization is not found by anyone.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Counts the changes, from 1.
    pub version: i64,
}

impl Organization {
    /// A new organization, on trial unless the patch says that it is not billable.
    ///
    /// The patch is what the creating request sets beside the name and the slug.
    pub fn new(
        id: String,
        name: String,
        slug: String,
        created_by: String,
        mut patch: OrganizationPatch,
        now: DateTime<Utc>,
    ) -> Self {
        patch.is_billable.get_or_insert(true);
        let mut organization = Self {
            id,
            name,
            slug,
            description: None,
            logo_url: None,
            settings: json!({}),
            custom_ai_context: None,
            onboarding_status: OnboardingStatus::Started,
            full_embed_enabled: false,
            embed_allowed_origins: Vec::new(),
            is_billable: false,
            insights_enabled: true,
            trial_ends_at: None,
            created_by,
            created_at: now,
            updated_at: now,
            deleted_at: None,
            version: 1,
        };
        organization.apply(patch, now);
        organization
    }
}

/// As much of an organization as tells it from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationSummary {
    /// The organization's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its slug.
    pub slug: String,
    /// Where its logo is.
    pub logo_url: Option<String>,
}

/// The state of an organization's onboarding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnboardingStatus {
    /// The onboarding is under way.
    Started,
    /// The onboarding is finished or was skipped.
    Completed,
    /// The organization is older than the onboarding.
    Legacy,
}

impl OnboardingStatus {
    /// The name in the contract and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Started => "STARTED",
            Self::Completed => "COMPLETED",
            Self::Legacy => "LEGACY",
        }
    }

    /// The status of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Started, Self::Completed, Self::Legacy]
            .into_iter()
            .find(|status| status.as_str() == name)
    }
}
