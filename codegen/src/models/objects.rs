//! Objects.

use serde_json::{Map, Value};

use super::merged::Merged;
use super::{ANY, Field, Kind, Models, OBJECT, Type, doc_of, rules};
use crate::names::{Unique, field_name};
use crate::request::types;
use crate::usage::{PATCH, REQUEST, RESPONSE, RULES};

impl Models<'_> {
    pub(super) fn object(
        &mut self,
        schema: &Map<String, Value>,
        pointer: &str,
        hint: &str,
    ) -> Type {
        let usage = self.usages.at(pointer);
        // Without a type, a schema with members restricts objects and allows everything else.
        if usage & REQUEST != 0 && !self.is_object(schema, pointer, 0) {
            return ANY;
        }
        let mut merged = Merged::default();
        if !self.merge(schema, pointer, &mut merged, 0) {
            return self.only_part(schema, pointer, hint).unwrap_or(ANY);
        }
        let has_patterns = schema.contains_key("patternProperties");
        if merged.properties.is_empty() {
            return self.map(&merged, has_patterns, hint);
        }
        let name = self.name(pointer, hint);
        let fields = self.fields(&merged, hint, usage);
        let is_closed = merged
            .additional
            .as_ref()
            .is_some_and(|(additional, _)| *additional == false);
        let additional = match &merged.additional {
            Some((additional, at)) if additional.is_object() && !has_patterns => {
                Some(self.of(additional, at, &format!("{hint} value")))
            }
            Some((additional, _)) if *additional != false => Some(ANY),
            _ => None,
        };
        let has_rules = usage & RULES != 0;
        let kind = Kind::Struct {
            fields,
            additional,
            is_closed: is_closed && has_rules,
        };
        self.add(name, schema, kind, has_rules)
    }

    /// The type of an object without named members.
    fn map(&mut self, merged: &Merged, has_patterns: bool, hint: &str) -> Type {
        match &merged.additional {
            Some((additional, at)) if additional.is_object() && !has_patterns => {
                match self.of(additional, at, &format!("{hint} value")) {
                    ANY => OBJECT,
                    values => Type::Map(Box::new(values)),
                }
            }
            _ => OBJECT,
        }
    }

    /// Whether a schema, or a part of its `allOf`, allows only objects.
    fn is_object(&self, schema: &Map<String, Value>, pointer: &str, depth: usize) -> bool {
        let parts = schema
            .get("allOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        let mut parts = parts.map(|part| self.document.resolve(part, pointer));
        let has_type = types(schema).iter().any(|kind| kind != "null");
        has_type
            || depth < 16
                && parts.any(|part| {
                    let part = part
                        .ok()
                        .and_then(|(part, at)| Some((part.as_object()?, at)));
                    part.is_some_and(|(part, at)| {
                        let is_typed = part.contains_key("enum") || part.contains_key("const");
                        is_typed || self.is_object(part, &at, depth + 1)
                    })
                })
    }

    /// The fields of a struct.
    pub(super) fn fields(&mut self, merged: &Merged, hint: &str, usage: u8) -> Vec<Field> {
        let mut names = Unique::default();
        let mut fields = Vec::new();
        for (json, (property, at)) in &merged.properties {
            let is_required = merged.required.contains(json);
            let hint = format!("{hint} {json}");
            if let Some(field) = self.field(json, property, at, &hint, is_required, usage) {
                let name = names.claim(field_name(json));
                fields.push(Field { name, ..field });
            }
        }
        fields
    }

    /// A field without its name in Rust; `None` if no model of this usage has it.
    fn field(
        &mut self,
        json: &str,
        property: &Value,
        at: &str,
        hint: &str,
        is_required: bool,
        usage: u8,
    ) -> Option<Field> {
        let target = self.document.resolve(property, at);
        let target = target.map(|(target, _)| target.clone()).unwrap_or_default();
        let says = |keyword: &str| property[keyword] == true || target[keyword] == true;
        let is_compared = property["x-accepted-if-unchanged"] == true;
        let is_read_only = says("readOnly") && !is_compared;
        let is_write_only = says("writeOnly");
        let is_in = |direction: u8| usage & direction != 0;
        if usage != 0 && (is_read_only && !is_in(RESPONSE) || is_write_only && !is_in(REQUEST)) {
            return None;
        }
        let kind = self.of(property, at, hint);
        // In one of the directions of the model, it is absent.
        let is_missing_once = is_read_only && is_in(REQUEST) || is_write_only && is_in(RESPONSE);
        let is_required = is_required && !is_missing_once;
        let applies = usage & (REQUEST | PATCH) == REQUEST && !is_required;
        let default = property.get("default").or(target.get("default"));
        Some(Field {
            doc: match doc_of(property) {
                lines if lines.is_empty() => doc_of(&target),
                lines => lines,
            },
            json: json.to_owned(),
            name: String::new(),
            rules: if is_in(RULES) {
                rules(&target)
            } else {
                Vec::new()
            },
            is_required,
            default: default.filter(|_| applies).cloned(),
            is_write_only,
            kind,
        })
    }
}
