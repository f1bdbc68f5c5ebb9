use serde::{Deserialize, Serialize};

/// A confirmation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct V1Message {
    /// The confirmation in words.
    pub message: String,
}
