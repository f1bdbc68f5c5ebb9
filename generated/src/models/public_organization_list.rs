use serde::{Deserialize, Serialize};

use crate::models;

/// The envelope of one page of organizations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublicOrganizationList {
    /// The organizations, newest first.
    pub data: Vec<models::PublicOrganization>,
    /// The position of the next page.
    pub pagination: models::PublicPagination,
}
