use serde::{Deserialize, Serialize};

use crate::models;

/// Entries of the audit log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct V1AuditLog {
    /// The entries, newest first.
    pub entries: Vec<models::V1AuditEntry>,
    /// The `cursor` of the next page; null on the last one.
    pub next_cursor: Option<String>,
}
