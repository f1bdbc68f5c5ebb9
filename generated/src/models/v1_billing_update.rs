use serde::{Deserialize, Serialize};

/// Whom to bill. Null removes the group, `{}` leaves it as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct V1BillingUpdate {
    /// Where invoices go. Null removes it.
    #[serde(
        default,
        with = "orgd_runtime::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub email: Option<Option<String>>,
    /// The tax identification number. Null removes it.
    #[serde(
        default,
        with = "orgd_runtime::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub tax_id: Option<Option<String>>,
}
