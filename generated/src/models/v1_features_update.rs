use serde::{Deserialize, Serialize};

/// Which features are switched on. Null removes the group, `{}` leaves it as it is.
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
    /// Whether the API may be used. Null removes the setting.
    #[serde(
        default,
        with = "orgd_runtime::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub api_access: Option<Option<bool>>,
    /// Whether a domain of its own may be used. Null removes the setting.
    #[serde(
        default,
        with = "orgd_runtime::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub custom_domain: Option<Option<bool>>,
}
