//! Organizations and their rules.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

mod changes;
pub mod name;
pub mod origin;
mod patch;
pub mod slug;
mod unchanged;

pub use changes::changes;
pub use patch::OrganizationPatch;
pub use unchanged::Unchanged;

/// An organization, the same on both published surfaces.
///
/// It does not contain the embed secret, which is loaded only on request.
#[derive(Debug, Clone, PartialEq)]
pub struct Organization {
    /// `org_` and a time-ordered suffix.
    pub id: String,
    /// The display name.
    pub name: String,
    /// Unique among all organizations, including deleted ones.
    pub slug: String,
    /// A description.
    pub description: Option<String>,
    /// The URL of the logo.
    pub logo_url: Option<String>,
    /// A JSON object, which updates merge (RFC 7396).
    pub settings: Value,
    /// Instructions for the AI features of the public surface.
    pub custom_ai_context: Option<String>,
    /// The state of the onboarding.
    pub onboarding_status: OnboardingStatus,
    /// `true` if pages of `embed_allowed_origins` may embed the whole product.
    pub full_embed_enabled: bool,
    /// Normalised origins. An empty list allows any origin.
    pub embed_allowed_origins: Vec<String>,
    /// `true` if the organization is billed after its trial.
    pub is_billable: bool,
    /// `true` if the insights feature is on.
    pub insights_enabled: bool,
    /// Set once, when the organization first becomes billable.
    pub trial_ends_at: Option<DateTime<Utc>>,
    /// The ID of the user who created it.
    pub created_by: String,
    /// The time of its creation.
    pub created_at: DateTime<Utc>,
    /// The time of its last change.
    pub updated_at: DateTime<Utc>,
    /// Set by deletion. Nobody can find a deleted organization.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Counts the changes, from 1.
    pub version: i64,
}

impl Organization {
    /// Creates an organization, which starts its trial unless the patch makes it not billable.
    ///
    /// The patch has the other fields of the request that creates it.
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

/// The fields that identify an organization to people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationSummary {
    /// The organization's ID.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its slug.
    pub slug: String,
    /// The URL of its logo.
    pub logo_url: Option<String>,
}

/// What an operator sees of an organization, which may be deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationRecord {
    /// The organization's ID.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its slug.
    pub slug: String,
    /// The ID of the user who created it.
    pub created_by: String,
    /// The e-mail address of the user who created it.
    pub creator_email: String,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// The state of an organization's onboarding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnboardingStatus {
    /// The onboarding is in progress.
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

    /// Returns the status with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Started, Self::Completed, Self::Legacy]
            .into_iter()
            .find(|status| status.as_str() == name)
    }
}
