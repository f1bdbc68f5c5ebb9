use serde::{Deserialize, Serialize};

/// A sensitive field that a response includes only on request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PublicInclude {
    /// `jwtSecret`
    #[serde(rename = "jwtSecret")]
    JwtSecret,
}
