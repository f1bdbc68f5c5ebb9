use serde::{Deserialize, Serialize};

use crate::models;

/// An organization on the v1 surface.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct V1Organization {
    /// Identifies an organization on both surfaces. It never changes.
    pub id: String,
    /// Organization name.
    pub name: String,
    /// Identifies an organization in addresses: words of lower-case letters and digits, joined by hyphens.
    pub slug: String,
    /// Description; null when unset.
    pub description: Option<String>,
    /// Logo URL; null when unset.
    pub logo_url: Option<String>,
    /// The organization's settings. Settings that were never set are absent.
    pub settings: models::V1Settings,
    /// The ID of the user who created the organization.
    pub created_by: String,
    /// The time of creation, in UTC.
    pub created_at: chrono::DateTime<chrono::Utc>,
    /// The time of the last change, in UTC. An update that changes nothing does not affect it.
    pub updated_at: chrono::DateTime<chrono::Utc>,
}
