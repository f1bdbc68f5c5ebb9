//! One keyword of a schema.

use serde_json::{Map, Value, json};

use super::Requests;
use super::reference::Reference;
use crate::document::escape;

/// Keywords that describe and do not restrict. `xml` concerns XML bodies, which are refused.
const ANNOTATIONS: [&str; 9] = [
    "title",
    "description",
    "example",
    "examples",
    "deprecated",
    "externalDocs",
    "$comment",
    "xml",
    "default",
];

/// Keywords whose value restricts on its own.
const ASSERTIONS: [&str; 17] = [
    "type",
    "enum",
    "const",
    "multipleOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxProperties",
    "minProperties",
    "dependentRequired",
    "required",
];

/// Keywords that hold a schema.
const ONE: [&str; 11] = [
    "additionalProperties",
    "items",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedProperties",
    "unevaluatedItems",
    "contentSchema",
];

/// Keywords that hold a list of schemas.
const MANY: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];

/// Keywords that hold schemas by name.
const NAMED: [&str; 1] = ["dependentSchemas"];

impl Requests<'_> {
    /// Adds what a keyword says about requests to the rewritten schema.
    pub(super) fn keyword(
        &mut self,
        schema: &Map<String, Value>,
        keyword: &str,
        value: &Value,
        place: &str,
        written: &mut Map<String, Value>,
    ) {
        match keyword {
            "$ref" => self.referring(value, place, written),
            "format" => self.format(value, place, written),
            "contentEncoding" => match value.as_str() {
                Some("base64") => drop(written.insert("format".to_owned(), json!("byte"))),
                _ => self.refuse(place, keyword, "only base64 can be checked"),
            },
            "contentMediaType" | "contentSchema" => {
                self.refuse(place, keyword, "cannot be checked within JSON");
            }
            // Without `contains`, they do nothing.
            "maxContains" | "minContains" if !schema.contains_key("contains") => {}
            // An anchor alone does nothing; a reference to it is refused, because it cannot be resolved.
            "$defs" | "$anchor" | "$dynamicAnchor" | "discriminator" | "readOnly" | "writeOnly" => {
            }
            "$schema" if value == "https://json-schema.org/draft/2020-12/schema" => {}
            _ if ANNOTATIONS.contains(&keyword) || keyword.starts_with("x-") => {}
            _ => match self.restriction(keyword, value, place) {
                Some(value) => drop(written.insert(keyword.to_owned(), value)),
                None => self.refuse(place, keyword, "is not a keyword that can be enforced"),
            },
        }
    }

    /// The rewritten value of a keyword that restricts; `None` if it is not known.
    fn restriction(&mut self, keyword: &str, value: &Value, place: &str) -> Option<Value> {
        let at = format!("{place}/{}", escape(keyword));
        let within = |name: &str| format!("{at}/{}", escape(name));
        let named = value.as_object().into_iter().flatten();
        Some(match keyword {
            "maxContains" | "minContains" => value.clone(),
            "pattern" => Value::String(self.pattern(value, place, keyword)),
            "patternProperties" => {
                let patterns = named.map(|(pattern, one)| {
                    let translated = self.pattern(&json!(pattern), place, keyword);
                    (translated, self.rewrite(one, &within(pattern)))
                });
                Value::Object(patterns.collect())
            }
            "properties" => {
                let properties = named.map(|(name, property)| {
                    let written = match self.is_read_only(property, &within(name)) {
                        true => Value::Bool(false),
                        false => self.rewrite(property, &within(name)),
                    };
                    (name.clone(), written)
                });
                Value::Object(properties.collect())
            }
            _ if ASSERTIONS.contains(&keyword) => value.clone(),
            _ if ONE.contains(&keyword) => self.rewrite(value, &at),
            _ if MANY.contains(&keyword) => {
                let many = value.as_array().into_iter().flatten().enumerate();
                let is_base = keyword == "allOf";
                many.map(|(index, one)| self.part(one, &format!("{at}/{index}"), is_base))
                    .collect()
            }
            _ if NAMED.contains(&keyword) => {
                let named =
                    named.map(|(name, one)| (name.clone(), self.rewrite(one, &within(name))));
                Value::Object(named.collect())
            }
            _ => return None,
        })
    }

    /// A part of `allOf`, which refers to a base as it is written, or an alternative.
    fn part(&mut self, schema: &Value, place: &str, is_base: bool) -> Value {
        match (is_base, self.component_of(schema)) {
            (true, Some(name)) if schema.as_object().is_some_and(|schema| schema.len() == 1) => {
                self.reference(&name, Reference::Plain)
            }
            _ => self.rewrite(schema, place),
        }
    }
}
