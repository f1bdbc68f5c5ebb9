use serde::{Deserialize, Serialize};

use crate::models;

/// An organization, as the public surface shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PublicOrganization {
    /// Identifies an organization, on both surfaces and for good.
    pub id: String,
    /// Name of the organization.
    pub name: String,
    /// Names an organization in addresses: words of lower-case letters and digits, joined by hyphens.
    pub slug: String,
    /// Custom context for AI features; null when unset.
    pub custom_ai_context: Option<String>,
    /// How far the organization is with its onboarding.
    pub onboarding_status: models::PublicOnboardingStatus,
    /// Whether full embed functionality is enabled.
    pub full_embed_enabled: bool,
    /// Allowed origins for embedding, normalised; an empty list allows any.
    pub embed_allowed_origins: Vec<String>,
    /// Whether the organization is billable, after its trial.
    pub is_billable: bool,
    /// Whether automated insights are generated.
    pub insights_enabled: bool,
    /// The end of the trial, in UTC; null for an organization that never was billable.
    pub trial_ends_at: Option<chrono::DateTime<chrono::Utc>>,
    /// The secret with which to sign embed tokens (HS256). Present only with `include=jwtSecret`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jwt_secret: Option<String>,
}
