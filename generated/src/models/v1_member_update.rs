use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::models;

/// The change of a member.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct V1MemberUpdate {
    /// A role that owners and admins may give to others. The owner's role is transferred instead.
    pub role: models::V1AssignableRole,
}

orgd_runtime::object!(V1MemberUpdate);
