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

impl V1AuditCredential {
    /// The value as the contract writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ApiKey => "api_key",
            Self::Token => "token",
            Self::CommandLine => "command_line",
        }
    }
}

impl std::fmt::Display for V1AuditCredential {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl std::str::FromStr for V1AuditCredential {
    type Err = orgd_runtime::values::UnknownValue;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "api_key" => Ok(Self::ApiKey),
            "token" => Ok(Self::Token),
            "command_line" => Ok(Self::CommandLine),
            _ => Err(orgd_runtime::values::UnknownValue),
        }
    }
}
