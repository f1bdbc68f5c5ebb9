use serde::{Deserialize, Serialize};

use crate::models;

/// The error envelope of the v1 surface.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct V1Failure {
    /// Always false. Responses without an error do not have this field.
    pub success: bool,
    /// A description of the error.
    pub error: models::V1FailureDetail,
}
