use lazy_regex::regex;
use serde::{Deserialize, Serialize};
use validator::Validate;

/// The new owner of an organization.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[serde(remote = "Self", deny_unknown_fields, rename_all = "camelCase")]
pub struct V1OwnershipTransfer {
    /// Identifies a user's membership in an organization. It does not change with the role.
    #[validate(length(min = 1, max = 64))]
    #[validate(regex(path = **regex!("^[A-Za-z0-9_-]+$")))]
    pub member_id: String,
}

orgd_runtime::object!(V1OwnershipTransfer);
