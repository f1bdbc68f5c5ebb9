use serde::{Deserialize, Serialize};

use crate::models;

/// The error envelope of the public surface.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublicFailure {
    /// A description of the error.
    pub error: models::PublicFailureDetail,
}
