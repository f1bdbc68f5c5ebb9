use serde::{Deserialize, Serialize};

/// The kind of the credential with which a change was made; `command_line` for an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum V1AuditCredential {
    /// `api_key`
    #[serde(rename = "api_key")]
    ApiKey,
    /// `token`
    #[serde(rename = "token")]
    Token,
    /// `command_line`
    #[serde(rename = "command_line")]
    CommandLine,
}
