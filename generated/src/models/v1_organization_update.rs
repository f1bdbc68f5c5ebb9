use serde::{Deserialize, Serialize};

use crate::models;

/// The fields of an organization to change. Absent fields stay unchanged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct V1OrganizationUpdate {
    /// The organization's id. It cannot change; the present value is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The slug. It cannot change; the present value is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// The id of the user who created it. It cannot change; the present value is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
    /// The time of its creation. It cannot change. The present value is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<chrono::DateTime<chrono::Utc>>,
    /// The time of its last change, which every change sets. The present value is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<chrono::DateTime<chrono::Utc>>,
    /// Updated organization name. Between 1 and 100 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Updated description. Maximum 500 characters. Set to null to remove.
    #[serde(
        default,
        with = "orgd_runtime::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub description: Option<Option<String>>,
    /// Updated logo URL. Must be a valid URI (RFC 3986). Set to null to remove.
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
