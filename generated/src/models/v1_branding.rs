use serde::{Deserialize, Serialize};

/// The appearance of the organization.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct V1Branding {
    /// The main colour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_color: Option<String>,
    /// The accent colour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accent_color: Option<String>,
}
