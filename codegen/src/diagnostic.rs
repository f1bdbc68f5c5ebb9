//! Diagnostics: one line for each part of the document that cannot be generated.

use std::collections::BTreeSet;
use std::fmt;

/// A part of the document that the generated server could not keep to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// The operation through which the place is reached; empty for the document itself.
    pub operation: String,
    /// A JSON pointer into the document.
    pub place: String,
    /// The keyword, or the value, that is refused.
    pub keyword: String,
    /// Why.
    pub reason: String,
}

impl Diagnostic {
    /// A diagnostic of an operation.
    pub fn new(operation: &str, place: &str, keyword: &str, reason: impl Into<String>) -> Self {
        Self {
            operation: operation.to_owned(),
            place: place.to_owned(),
            keyword: keyword.to_owned(),
            reason: reason.into(),
        }
    }
}

/// The first diagnostic of each schema, and of each keyword in an operation: others are often its consequence, or alike.
pub fn first_of_each_kind(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let (mut places, mut keywords) = (BTreeSet::new(), BTreeSet::new());
    let mut is_first = |diagnostic: &Diagnostic| {
        let is_new_place = places.insert(diagnostic.place.clone());
        keywords.insert((diagnostic.operation.clone(), diagnostic.keyword.clone())) && is_new_place
    };
    diagnostics
        .into_iter()
        .filter(|diagnostic| is_first(diagnostic))
        .collect()
}

impl fmt::Display for Diagnostic {
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
