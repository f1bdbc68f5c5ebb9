use serde::{Deserialize, Serialize};

use crate::models;

/// Settings to merge with those that there are, at every depth (RFC 7396).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct V1SettingsUpdate {
    /// How the organization looks. Null removes the group, `{}` leaves it as it is.
    #[serde(
        default,
        with = "orgd_runtime::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub branding: Option<Option<models::V1BrandingUpdate>>,
    /// Which features are switched on. Null removes the group, `{}` leaves it as it is.
    #[serde(
        default,
        with = "orgd_runtime::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub features: Option<Option<models::V1FeaturesUpdate>>,
    /// Whom to bill. Null removes the group, `{}` leaves it as it is.
    #[serde(
        default,
        with = "orgd_runtime::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub billing: Option<Option<models::V1BillingUpdate>>,
}
