use serde::{Deserialize, Serialize};

use crate::models;

/// The envelope of one organization.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublicOrganizationEnvelope {
    /// An organization on the public surface.
    pub data: models::PublicOrganization,
}
