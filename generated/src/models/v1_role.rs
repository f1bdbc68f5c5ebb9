use serde::{Deserialize, Serialize};

/// The permissions of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum V1Role {
    /// `owner`
    #[serde(rename = "owner")]
    Owner,
    /// `admin`
    #[serde(rename = "admin")]
    Admin,
    /// `member`
    #[serde(rename = "member")]
    Member,
    /// `viewer`
    #[serde(rename = "viewer")]
    Viewer,
}

impl V1Role {
    /// The value as the contract writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Member => "member",
            Self::Viewer => "viewer",
        }
    }
}

impl std::fmt::Display for V1Role {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl std::str::FromStr for V1Role {
    type Err = orgd_runtime::values::UnknownValue;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "owner" => Ok(Self::Owner),
            "admin" => Ok(Self::Admin),
            "member" => Ok(Self::Member),
            "viewer" => Ok(Self::Viewer),
            _ => Err(orgd_runtime::values::UnknownValue),
        }
    }
}
