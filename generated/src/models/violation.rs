use serde::{Deserialize, Serialize};

use crate::models;

/// One fault of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Violation {
    /// The part of the request that the fault lies in.
    pub part: models::ViolationPart,
    /// Where in that part, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// The rule that was broken.
    pub code: String,
    /// The rule in words, for people.
    pub message: String,
}
