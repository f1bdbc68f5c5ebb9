use serde::{Deserialize, Serialize};

use crate::models;

/// A change of an organization or of its members. It never contains a secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct V1AuditEntry {
    /// Identifies the entry.
    pub id: String,
    /// Identifies an organization on both surfaces. It never changes.
    pub organization_id: String,
    /// The time of the change, in UTC.
    pub created_at: chrono::DateTime<chrono::Utc>,
    /// A kind of change. Later versions may have more.
    pub action: models::V1AuditAction,
    /// The ID of the user who made the change; null for an operator on the command line.
    pub actor_id: Option<String>,
    /// The kind of the credential with which a change was made; `command_line` for an operator.
    pub credential: models::V1AuditCredential,
    /// The ID of the API key; null if the credential is not one.
    pub api_key_id: Option<String>,
    /// The `X-Request-Id` of the response to the change; null for an operator.
    pub request_id: Option<String>,
    /// The ID of the user whose membership changed; null if the organization itself changed.
    pub target_id: Option<String>,
    /// Each field that changed.
    pub changes: Vec<models::V1FieldChange>,
    /// The version of the organization that the change produced; null for changes of members.
    pub version: Option<u64>,
}
