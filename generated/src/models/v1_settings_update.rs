use serde::{Deserialize, Serialize};

use crate::models;

/// Settings to merge with the existing settings at every depth (RFC 7396).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct V1SettingsUpdate {
    /// The appearance of the organization. Null removes the group, `{}` leaves it unchanged.
    #[serde(
        default,
        with = "orgd_runtime::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub branding: Option<Option<models::V1BrandingUpdate>>,
    /// The enabled features. Null removes the group, `{}` leaves it unchanged.
    #[serde(
        default,
        with = "orgd_runtime::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub features: Option<Option<models::V1FeaturesUpdate>>,
    /// Billing details. Null removes the group, `{}` leaves it unchanged.
    #[serde(
        default,
        with = "orgd_runtime::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub billing: Option<Option<models::V1BillingUpdate>>,
}
