use serde::{Deserialize, Serialize};

/// Billing details. Null removes the group, `{}` leaves it unchanged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct V1BillingUpdate {
    /// The e-mail address that receives invoices. Null removes it.
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
