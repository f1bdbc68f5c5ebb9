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
