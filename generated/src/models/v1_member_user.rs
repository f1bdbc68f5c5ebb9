use serde::{Deserialize, Serialize};

/// The user who is the member.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct V1MemberUser {
    /// The ID of the user.
    pub id: String,
    /// The user's e-mail address.
    pub email: String,
    /// The user's name; null when unset.
    pub full_name: Option<String>,
    /// The URL of the user's picture; null when unset.
    pub avatar_url: Option<String>,
}
