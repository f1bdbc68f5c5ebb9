use serde::{Deserialize, Serialize};

use crate::models;

/// The organization's settings. Settings that were never set are absent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct V1Settings {
    /// The appearance of the organization.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branding: Option<models::V1Branding>,
    /// The enabled features.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub features: Option<models::V1Features>,
    /// Billing details.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing: Option<models::V1Billing>,
}
