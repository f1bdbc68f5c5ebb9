use serde::{Deserialize, Serialize};

use crate::models;

/// The organization's settings; what was never set is absent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct V1Settings {
    /// How the organization looks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branding: Option<models::V1Branding>,
    /// Which features are switched on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub features: Option<models::V1Features>,
    /// Whom to bill.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing: Option<models::V1Billing>,
}
