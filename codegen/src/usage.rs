//! Where each schema of the document is used.

use std::collections::HashMap;

use serde_json::Value;

use crate::document::{Document, escape};

/// Where a schema is used: a set of the constants of this module.
pub type Usage = u8;

/// In requests.
pub const REQUEST: Usage = 1;
/// In responses, callbacks or webhooks.
pub const RESPONSE: Usage = 2;
/// In the body of a PATCH, where an absent member means "unchanged".
pub const PATCH: Usage = 4;
/// In a request that the types and their `validator` rules check, without its JSON Schema.
pub const RULES: Usage = 8;

/// The usage of every schema, by JSON pointer.
#[derive(Debug, Default)]
pub struct Usages(HashMap<String, Usage>);

impl Usages {
    /// The usage of the schema at a pointer.
    pub fn at(&self, pointer: &str) -> Usage {
        self.0.get(pointer).copied().unwrap_or_default()
    }

    /// Marks a schema and everything in it.
    pub fn mark(&mut self, document: &Document, schema: &Value, pointer: &str, usage: Usage) {
        let known = self.0.entry(pointer.to_owned()).or_default();
        if *known & usage == usage {
            return;
        }
        *known |= usage;
        if schema.get("$ref").is_some() {
            if let Ok((target, at)) = document.resolve(schema, pointer) {
                self.mark(document, target, &at, usage);
            }
            return;
        }
        for keyword in ["items", "additionalProperties"] {
            if let Some(one) = schema.get(keyword) {
                self.mark(document, one, &format!("{pointer}/{keyword}"), usage);
            }
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            for (index, one) in schema[keyword].as_array().into_iter().flatten().enumerate() {
                self.mark(
                    document,
                    one,
                    &format!("{pointer}/{keyword}/{index}"),
                    usage,
                );
            }
        }
        for (name, one) in schema["properties"].as_object().into_iter().flatten() {
            self.mark(
                document,
                one,
                &format!("{pointer}/properties/{}", escape(name)),
                usage,
            );
        }
    }
}
