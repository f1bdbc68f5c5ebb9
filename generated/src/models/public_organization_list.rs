use serde::{Deserialize, Serialize};

use crate::models;

/// The envelope of one page of organizations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublicOrganizationList {
    /// The organizations, the newest first.
    pub data: Vec<models::PublicOrganization>,
    /// Where the next page begins.
    pub pagination: models::PublicPagination,
}
