use serde::{Deserialize, Serialize};

use crate::models;

/// The organization to create.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct V1OrganizationCreate {
    /// Organization name. Between 1 and 100 characters.
    pub name: String,
    /// The slug of a new organization: lower-case words and digits, joined by single hyphens. It must be
    /// unique across all organizations, including deleted ones.
    pub slug: String,
    /// Description. Maximum 500 characters. Null is the same as absent.
    #[serde(
        default,
        with = "orgd_runtime::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub description: Option<Option<String>>,
    /// Logo URL. Must be a valid URI (RFC 3986). Null is the same as absent.
    #[serde(
        default,
        with = "orgd_runtime::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub logo_url: Option<Option<String>>,
    /// Settings to merge with the existing settings at every depth (RFC 7396).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<models::V1SettingsUpdate>,
}
