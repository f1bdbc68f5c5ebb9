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
