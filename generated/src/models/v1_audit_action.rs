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
