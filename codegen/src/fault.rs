//! What the generator refuses: one line for each fault.

use std::fmt;

/// A part of the document that the generated server could not keep to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The operation through which the place is reached; empty for the document itself.
    pub operation: String,
    /// A JSON pointer into the document.
    pub place: String,
    /// The keyword, or the value, that is refused.
    pub keyword: String,
    /// Why.
    pub reason: String,
}

impl Fault {
    /// A fault in an operation.
    pub fn new(operation: &str, place: &str, keyword: &str, reason: impl Into<String>) -> Self {
        Self {
            operation: operation.to_owned(),
            place: place.to_owned(),
            keyword: keyword.to_owned(),
            reason: reason.into(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        if !self.operation.is_empty() {
            write!(formatter, "{}: ", self.operation)?;
        }
        write!(
            formatter,
            "#{}: {}: {}",
            self.place, self.keyword, self.reason
        )
    }
}
