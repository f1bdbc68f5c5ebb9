use serde::{Deserialize, Serialize};

/// A role that owners and admins may give to others. The owner's role is transferred instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum V1AssignableRole {
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
