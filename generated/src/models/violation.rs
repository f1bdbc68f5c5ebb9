use serde::{Deserialize, Serialize};

use crate::models;

/// One violation of the contract by a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Violation {
    /// The part of the request that has the violation.
    pub part: models::ViolationPart,
    /// The place in that part, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// The rule that the request violates.
    pub code: String,
    /// A description of the rule, for people.
    pub message: String,
}
