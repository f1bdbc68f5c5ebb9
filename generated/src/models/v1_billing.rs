use serde::{Deserialize, Serialize};

/// Billing details.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct V1Billing {
    /// The e-mail address that receives invoices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The tax identification number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_id: Option<String>,
}
