use serde::{Deserialize, Serialize};

/// The state of the organization's onboarding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PublicOnboardingStatus {
    /// `STARTED`
    #[serde(rename = "STARTED")]
    Started,
    /// `COMPLETED`
    #[serde(rename = "COMPLETED")]
    Completed,
    /// `LEGACY`
    #[serde(rename = "LEGACY")]
    Legacy,
}

impl PublicOnboardingStatus {
    /// The value as the contract writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Started => "STARTED",
            Self::Completed => "COMPLETED",
            Self::Legacy => "LEGACY",
        }
    }
}

impl std::fmt::Display for PublicOnboardingStatus {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl std::str::FromStr for PublicOnboardingStatus {
    type Err = orgd_runtime::values::UnknownValue;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "STARTED" => Ok(Self::Started),
            "COMPLETED" => Ok(Self::Completed),
            "LEGACY" => Ok(Self::Legacy),
            _ => Err(orgd_runtime::values::UnknownValue),
        }
    }
}
