use serde::{Deserialize, Serialize};

use crate::models;

/// An organization, as the v1 surface shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct V1Organization {
    /// Identifies an organization, on both surfaces and for good.
    pub id: String,
    /// Organization name.
    pub name: String,
    /// Names an organization in addresses: words of lower-case letters and digits, joined by hyphens.
    pub slug: String,
    /// Description; null when unset.
    pub description: Option<String>,
    /// Logo URL; null when unset.
    pub logo_url: Option<String>,
    /// The organization's settings; what was never set is absent.
    pub settings: models::V1Settings,
    /// The id of the user who created it.
    pub created_by: String,
    /// When it was created, in UTC.
    pub created_at: chrono::DateTime<chrono::Utc>,
    /// When it last changed, in UTC. An update that changes nothing leaves it.
    pub updated_at: chrono::DateTime<chrono::Utc>,
}
