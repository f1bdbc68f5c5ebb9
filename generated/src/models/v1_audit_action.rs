use serde::{Deserialize, Serialize};

/// A kind of change. Later versions may have more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum V1AuditAction {
    /// `organization.create`
    #[serde(rename = "organization.create")]
    OrganizationCreate,
    /// `organization.update`
    #[serde(rename = "organization.update")]
    OrganizationUpdate,
    /// `organization.delete`
    #[serde(rename = "organization.delete")]
    OrganizationDelete,
    /// `organization.restore`
    #[serde(rename = "organization.restore")]
    OrganizationRestore,
    /// `member.create`
    #[serde(rename = "member.create")]
    MemberCreate,
    /// `member.update`
    #[serde(rename = "member.update")]
    MemberUpdate,
    /// `member.delete`
    #[serde(rename = "member.delete")]
    MemberDelete,
}

impl V1AuditAction {
    /// The value as the contract writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OrganizationCreate => "organization.create",
            Self::OrganizationUpdate => "organization.update",
            Self::OrganizationDelete => "organization.delete",
            Self::OrganizationRestore => "organization.restore",
            Self::MemberCreate => "member.create",
            Self::MemberUpdate => "member.update",
            Self::MemberDelete => "member.delete",
        }
    }
}

impl std::fmt::Display for V1AuditAction {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl std::str::FromStr for V1AuditAction {
    type Err = orgd_runtime::values::UnknownValue;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "organization.create" => Ok(Self::OrganizationCreate),
            "organization.update" => Ok(Self::OrganizationUpdate),
            "organization.delete" => Ok(Self::OrganizationDelete),
            "organization.restore" => Ok(Self::OrganizationRestore),
            "member.create" => Ok(Self::MemberCreate),
            "member.update" => Ok(Self::MemberUpdate),
            "member.delete" => Ok(Self::MemberDelete),
            _ => Err(orgd_runtime::values::UnknownValue),
        }
    }
}
