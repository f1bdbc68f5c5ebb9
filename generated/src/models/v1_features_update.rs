use serde::{Deserialize, Serialize};

/// The enabled features. Null removes the group, `{}` leaves it unchanged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct V1FeaturesUpdate {
    /// Whether webhooks are sent. Null removes the setting.
    #[serde(
        default,
        with = "orgd_runtime::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub webhooks: Option<Option<bool>>,
    /// Whether the organization may use the API. Null removes the setting.
    #[serde(
        default,
        with = "orgd_runtime::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub api_access: Option<Option<bool>>,
    /// Whether the organization may use its own domain. Null removes the setting.
    #[serde(
        default,
        with = "orgd_runtime::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub custom_domain: Option<Option<bool>>,
}
