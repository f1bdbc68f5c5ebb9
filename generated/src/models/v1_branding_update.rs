use serde::{Deserialize, Serialize};

/// The appearance of the organization. Null removes the group, `{}` leaves it unchanged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct V1BrandingUpdate {
    /// The main colour, such as `#4338CA`. Null removes it.
    #[serde(
        default,
        with = "orgd_runtime::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub primary_color: Option<Option<String>>,
    /// The accent colour, such as `#818CF8`. Null removes it.
    #[serde(
        default,
        with = "orgd_runtime::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub accent_color: Option<Option<String>>,
}
