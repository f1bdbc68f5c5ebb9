use serde::{Deserialize, Serialize};

/// Which features are switched on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct V1Features {
    /// Whether webhooks are sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhooks: Option<bool>,
    /// Whether the API may be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_access: Option<bool>,
    /// Whether a domain of its own may be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_domain: Option<bool>,
}
