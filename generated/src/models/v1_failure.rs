use serde::{Deserialize, Serialize};

use crate::models;

/// The error envelope of the v1 surface.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct V1Failure {
    /// Always false; an answer without an error does not have it.
    pub success: bool,
    /// What went wrong.
    pub error: models::V1FailureDetail,
}
