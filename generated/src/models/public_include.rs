use serde::{Deserialize, Serialize};

/// A sensitive field that a response includes only on request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PublicInclude {
    /// `jwtSecret`
    #[serde(rename = "jwtSecret")]
    JwtSecret,
}

impl PublicInclude {
    /// The value as the contract writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::JwtSecret => "jwtSecret",
        }
    }
}

impl std::fmt::Display for PublicInclude {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl std::str::FromStr for PublicInclude {
    type Err = orgd_runtime::values::UnknownValue;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "jwtSecret" => Ok(Self::JwtSecret),
            _ => Err(orgd_runtime::values::UnknownValue),
        }
    }
}
