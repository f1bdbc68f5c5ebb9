//! An object schema with the parts of its `allOf`.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::alternatives::has_type;
use super::scalars::enumeration;
use super::{Models, Type};
use crate::document::escape;
use crate::request::types;

/// The members of an object, from its schema and the parts of its `allOf`.
#[derive(Debug, Default)]
pub struct Merged {
    /// The schemas of its properties and their places, in the document's order.
    pub properties: Properties,
    /// The names of required properties.
    pub required: BTreeSet<String>,
    /// The schema of other members, and its place.
    pub additional: Option<(Value, String)>,
}

impl Models<'_> {
    /// Takes the properties of an object and of the parts of its `allOf`; `false` if a part is not an object.
    pub(super) fn merge(
        &self,
        schema: &Map<String, Value>,
        pointer: &str,
        merged: &mut Merged,
        depth: usize,
    ) -> bool {
        let kinds = types(schema);
        let is_object = kinds.is_empty() || kinds.iter().any(|kind| kind == "object");
        let has_alternatives = schema.contains_key("oneOf") || schema.contains_key("anyOf");
        if !is_object
            || depth > 16
            || has_alternatives && depth > 0
            || enumeration(schema).is_some()
        {
            return false;
        }
        let parts = schema.get("allOf").and_then(Value::as_array);
        for (index, part) in parts.into_iter().flatten().enumerate() {
            let at = format!("{pointer}/allOf/{index}");
            let Ok((part, at)) = self.document.resolve(part, &at) else {
                return false;
            };
            let Some(part) = part.as_object() else {
                return false;
            };
            if !self.merge(part, &at, merged, depth + 1) {
                return false;
            }
        }
        merged.add(schema, pointer);
        true
    }

    /// The type of the only part of an `allOf` that has one: the other parts only describe.
    pub(super) fn only_part(
        &mut self,
        schema: &Map<String, Value>,
        pointer: &str,
        hint: &str,
    ) -> Option<Type> {
        let parts = schema.get("allOf")?.as_array()?;
        let mut typed = parts
            .iter()
            .enumerate()
            .filter(|(_, part)| has_type(self.document, part));
        let (index, part) = typed.next()?;
        if typed.next().is_some() {
            return None;
        }
        Some(self.of(part, &format!("{pointer}/allOf/{index}"), hint))
    }
}

impl Merged {
    /// Adds what the schema itself says.
    fn add(&mut self, schema: &Map<String, Value>, pointer: &str) {
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, property) in properties.into_iter().flatten() {
            let at = format!("{pointer}/properties/{}", escape(name));
            if *property != false {
                self.properties.insert(name.clone(), (property.clone(), at));
            }
        }
        let required = schema.get("required").and_then(Value::as_array);
        let required = required.into_iter().flatten().filter_map(Value::as_str);
        self.required.extend(required.map(str::to_owned));
        if let Some(additional) = schema.get("additionalProperties") {
            let at = format!("{pointer}/additionalProperties");
            self.additional = Some((additional.clone(), at));
        }
    }
}

/// Properties in the document's order.
#[derive(Debug, Default)]
pub struct Properties(Vec<(String, (Value, String))>);

impl Properties {
    fn insert(&mut self, name: String, property: (Value, String)) {
        match self.0.iter_mut().find(|(own, _)| *own == name) {
            Some((_, own)) => *own = property,
            None => self.0.push((name, property)),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'p> IntoIterator for &'p Properties {
    type Item = &'p (String, (Value, String));
    type IntoIter = std::slice::Iter<'p, (String, (Value, String))>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
