use serde::{Deserialize, Serialize};

/// A confirmation of the operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct V1Message {
    /// A description of what was done, for people.
    pub message: String,
}
