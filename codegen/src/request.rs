//! The JSON Schema of a request: what the document says, in JSON Schema 2020-12, with every keyword that cannot be
//! enforced refused.

mod bounds;
mod closed;
mod keyword;
mod reference;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::diagnostic::Diagnostic;
use crate::discriminator::Inheritance;
use crate::document::Document;
use crate::keywords;

use reference::Reference;
pub use reference::encoded;

/// Collects the schemas of requests.
pub struct Requests<'d> {
    document: &'d Document,
    /// Formats that the product checks itself.
    formats: &'d [String],
    inheritance: Inheritance,
    /// The components that are referred to.
    pub components: BTreeMap<String, Value>,
    /// The messages for the values of keywords (`x-messages`), by the value as JSON.
    pub messages: BTreeMap<String, Value>,
    /// What cannot be enforced.
    pub diagnostics: BTreeSet<Diagnostic>,
    /// The default values.
    pub defaults: Vec<DefaultValue>,
    waiting: Vec<(String, Reference)>,
    operation: String,
}

/// A default value, which must be valid against its schema.
#[derive(Debug)]
pub struct DefaultValue {
    /// The operation through which the place is reached.
    pub operation: String,
    /// The JSON pointer of the schema.
    pub place: String,
    /// The value.
    pub value: Value,
    /// The schema, as it applies to requests.
    pub schema: Value,
}

impl<'d> Requests<'d> {
    /// No schemas yet. `formats` are those that the product checks itself.
    pub fn new(document: &'d Document, formats: &'d [String]) -> Self {
        Self {
            document,
            formats,
            inheritance: Inheritance::of(document),
            components: BTreeMap::new(),
            messages: messages(document),
            diagnostics: BTreeSet::new(),
            defaults: Vec::new(),
            waiting: Vec::new(),
            operation: String::new(),
        }
    }

    /// The schema at a place of the document, as it applies to requests of an operation.
    pub fn schema(&mut self, operation: &str, schema: &Value, place: &str) -> Value {
        self.operation = operation.to_owned();
        let written = self.rewrite(schema, place);
        while let Some((name, reference)) = self.waiting.pop() {
            self.component(&name, reference);
        }
        written
    }

    /// Refuses a keyword at a place.
    pub fn refuse(&mut self, place: &str, keyword: &str, reason: impl Into<String>) {
        self.diagnostics
            .insert(Diagnostic::new(&self.operation, place, keyword, reason));
    }

    /// A schema as it applies to requests.
    fn rewrite(&mut self, schema: &Value, place: &str) -> Value {
        let members = match schema {
            Value::Bool(_) => return schema.clone(),
            Value::Object(members) => members,
            _ => {
                self.refuse(place, "schema", "must be an object or a boolean");
                return Value::Bool(true);
            }
        };
        for (keyword, reason) in keywords::diagnostics(members) {
            self.refuse(place, &keyword, reason);
        }
        let mut written = Map::new();
        for (keyword, value) in members {
            self.keyword(members, keyword, value, place, &mut written);
        }
        let messages = members.get("x-messages").and_then(Value::as_object);
        for (keyword, message) in messages.into_iter().flatten() {
            if let Some(value) = written.get(keyword) {
                self.messages.insert(value.to_string(), message.clone());
            }
        }
        self.closed_parts(members, place);
        bounds::add(members, &mut written);
        let read_only = self.read_only(members, place);
        if let Some(Value::Array(required)) = written.get_mut("required") {
            required.retain(|name| !read_only.contains(name.as_str().unwrap_or_default()));
        }
        if let Some(discriminator) = members.get("discriminator") {
            self.discriminate(members, discriminator, place, &mut written);
        }
        let written = Value::Object(written);
        if let Some(default) = members.get("default") {
            self.defaults.push(DefaultValue {
                operation: self.operation.clone(),
                place: place.to_owned(),
                value: default.clone(),
                schema: written.clone(),
            });
        }
        written
    }

    /// The names of the properties that requests must not contain.
    fn read_only(&mut self, schema: &Map<String, Value>, place: &str) -> BTreeSet<String> {
        let properties = schema
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten();
        let read_only = properties.filter(|(_, property)| self.is_read_only(property, place));
        read_only.map(|(name, _)| name.clone()).collect()
    }

    /// Whether requests must not contain a property. With `x-accepted-if-unchanged`, the operation compares its value.
    fn is_read_only(&self, property: &Value, place: &str) -> bool {
        let says = |schema: &Value| {
            schema["readOnly"] == true && schema["x-accepted-if-unchanged"] != true
        };
        says(property)
            || self
                .document
                .resolve(property, place)
                .is_ok_and(|(target, _)| says(target))
    }
}

/// The messages for patterns that apply to the whole document (`x-pattern-messages`).
fn messages(document: &Document) -> BTreeMap<String, Value> {
    let messages = document.0["x-pattern-messages"]
        .as_object()
        .into_iter()
        .flatten();
    let by_pattern = messages
        .map(|(pattern, message)| (Value::from(pattern.as_str()).to_string(), message.clone()));
    by_pattern.collect()
}

/// The types that a schema names.
pub fn types(schema: &Map<String, Value>) -> Vec<String> {
    match schema.get("type") {
        Some(Value::String(kind)) => vec![kind.clone()],
        Some(Value::Array(kinds)) => kinds
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}
