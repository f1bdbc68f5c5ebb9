//! What the generator refuses: one line for each fault.

use std::collections::BTreeSet;
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

/// The first fault of each schema, and of each keyword in an operation: others are often its consequence, or alike.
pub fn first_of_each_kind(faults: Vec<Fault>) -> Vec<Fault> {
    let (mut places, mut keywords) = (BTreeSet::new(), BTreeSet::new());
    let mut is_first = |fault: &Fault| {
        let is_new_place = places.insert(fault.place.clone());
        keywords.insert((fault.operation.clone(), fault.keyword.clone())) && is_new_place
    };
    faults.into_iter().filter(|fault| is_first(fault)).collect()
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
