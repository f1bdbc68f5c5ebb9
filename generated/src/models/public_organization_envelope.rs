use serde::{Deserialize, Serialize};

use crate::models;

/// The envelope of one organization, as every answer about one has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublicOrganizationEnvelope {
    /// An organization, as the public surface shows it.
    pub data: models::PublicOrganization,
}
