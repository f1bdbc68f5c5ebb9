use serde::{Deserialize, Serialize};

/// The organization to create. Without a `slug`, the server derives one from the name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PublicOrganizationCreate {
    /// Name of the organization: one line of text with at least one visible character.
    pub name: String,
    /// The slug of a new organization: lower-case words and digits, joined by single hyphens. It must be
    /// unique across all organizations, including deleted ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// Custom context for AI features, up to 50,000 characters. Null is the same as absent.
    #[serde(
        default,
        with = "orgd_runtime::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub custom_ai_context: Option<Option<String>>,
    /// Skip onboarding flow. True completes the onboarding at once.
    #[serde(default = "default_skip_onboarding")]
    pub skip_onboarding: bool,
    /// Enable full embed functionality.
    #[serde(default = "default_full_embed_enabled")]
    pub full_embed_enabled: bool,
    /// Allowed origins for embedding: exact origins and wildcards. An empty list allows any origin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub embed_allowed_origins: Option<Vec<String>>,
    /// [Self-hosted] Controls whether the organization is billable (after a 14-day trial).
    #[serde(default = "default_is_billable")]
    pub is_billable: bool,
    /// Enable automated insights generation for this organization.
    #[serde(default = "default_insights_enabled")]
    pub insights_enabled: bool,
}

fn default_skip_onboarding() -> bool {
    false
}

fn default_full_embed_enabled() -> bool {
    false
}

fn default_is_billable() -> bool {
    true
}

fn default_insights_enabled() -> bool {
    true
}
