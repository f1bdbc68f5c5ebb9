use serde::{Deserialize, Serialize};

use crate::models;

/// The error envelope of the public surface.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublicFailure {
    /// What went wrong.
    pub error: models::PublicFailureDetail,
}
