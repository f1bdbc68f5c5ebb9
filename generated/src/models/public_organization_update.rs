use serde::{Deserialize, Serialize};

use crate::models;

/// The fields of an organization to change. Absent fields stay unchanged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PublicOrganizationUpdate {
    /// The organization's id. It cannot change; the present value is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The slug. It cannot change; the present value is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// The state of the onboarding. `skipOnboarding` changes it; the present value is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onboarding_status: Option<models::PublicOnboardingStatus>,
    /// The end of the trial. It cannot change; the present value is accepted.
    #[serde(
        default,
        with = "orgd_runtime::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub trial_ends_at: Option<Option<chrono::DateTime<chrono::Utc>>>,
    /// Name of the organization: one line of text with at least one visible character.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Custom context for AI features, up to 50,000 characters. Null removes it.
    #[serde(
        default,
        with = "orgd_runtime::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub custom_ai_context: Option<Option<String>>,
    /// Skip onboarding flow. True completes the onboarding permanently; false changes nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skip_onboarding: Option<bool>,
    /// Enable full embed functionality.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_embed_enabled: Option<bool>,
    /// Allowed origins for embedding: exact origins and wildcards. An empty list allows any origin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub embed_allowed_origins: Option<Vec<String>>,
    /// [Self-hosted] Controls whether the organization is billable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_billable: Option<bool>,
    /// Enable automated insights generation for this organization.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insights_enabled: Option<bool>,
}
