use serde::{Deserialize, Serialize};

/// A change of one field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct V1FieldChange {
    /// A JSON pointer (RFC 6901) to the field.
    pub path: String,
    /// The value before; null if there was none.
    pub from: serde_json::Value,
    /// The value after; null if there is none.
    pub to: serde_json::Value,
}
