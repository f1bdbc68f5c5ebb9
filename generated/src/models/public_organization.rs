use serde::{Deserialize, Serialize};

use crate::models;

/// An organization on the public surface.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PublicOrganization {
    /// Identifies an organization on both surfaces. It never changes.
    pub id: String,
    /// Name of the organization.
    pub name: String,
    /// Identifies an organization in addresses: words of lower-case letters and digits, joined by hyphens.
    pub slug: String,
    /// Custom context for AI features; null when unset.
    pub custom_ai_context: Option<String>,
    /// The state of the organization's onboarding.
    pub onboarding_status: models::PublicOnboardingStatus,
    /// Whether full embed functionality is enabled.
    pub full_embed_enabled: bool,
    /// Allowed origins for embedding, normalised. An empty list allows any origin.
    pub embed_allowed_origins: Vec<String>,
    /// Whether the organization is billable, after its trial.
    pub is_billable: bool,
    /// Whether automated insights are generated.
    pub insights_enabled: bool,
    /// The end of the trial, in UTC; null if the organization was never billable.
    pub trial_ends_at: Option<chrono::DateTime<chrono::Utc>>,
    /// The secret that signs embed tokens (HS256). Present only with `include=jwtSecret`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jwt_secret: Option<String>,
}
