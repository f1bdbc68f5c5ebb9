//! Schemas that contain themselves without a member or an item between: no value could ever be checked against them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::document::{Document, escape};

/// Those of the components of requests that lead back to themselves while the same value is checked.
pub fn diagnostics(document: &Document, components: &BTreeMap<String, Value>) -> Vec<Diagnostic> {
    let circular = components.keys().filter(|name| {
        let pointer = format!("/components/schemas/{}", escape(name));
        let mut seen = BTreeSet::new();
        let mut waiting = vec![pointer.clone()];
        while let Some(at) = waiting.pop() {
            let next = next(document, &at);
            if next.contains(&pointer) {
                return true;
            }
            waiting.extend(next.into_iter().filter(|at| seen.insert(at.clone())));
        }
        false
    });
    let diagnostic = |name: &String| {
        let place = format!("/components/schemas/{}", escape(name));
        Diagnostic::new("", &place, "$ref", "leads back to the schema itself")
    };
    circular.map(diagnostic).collect()
}

/// The schemas that the schema at a pointer applies to the same value.
fn next(document: &Document, pointer: &str) -> Vec<String> {
    let Some(schema) = document.0.pointer(pointer) else {
        return Vec::new();
    };
    let one = |keyword: &str| schema.get(keyword).map(|_| format!("{pointer}/{keyword}"));
    let listed = ["allOf", "anyOf", "oneOf"].into_iter().flat_map(|keyword| {
        let count = schema[keyword].as_array().map_or(0, Vec::len);
        (0..count).map(move |index| format!("{pointer}/{keyword}/{index}"))
    });
    let dependent = schema["dependentSchemas"].as_object().into_iter().flatten();
    let dependent =
        dependent.map(|(name, _)| format!("{pointer}/dependentSchemas/{}", escape(name)));
    let reference = schema.get("$ref").and_then(Value::as_str);
    let target = reference.and_then(|reference| document.target(reference, pointer).ok());
    let single = ["not", "if", "then", "else"].into_iter().filter_map(one);
    single
        .chain(listed)
        .chain(dependent)
        .chain(target)
        .collect()
}
