use serde::{Deserialize, Serialize};

/// The enabled features.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct V1Features {
    /// Whether webhooks are sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhooks: Option<bool>,
    /// Whether the organization may use the API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_access: Option<bool>,
    /// Whether the organization may use its own domain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_domain: Option<bool>,
}
