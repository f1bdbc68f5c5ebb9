//! From schemas to Rust types.

mod alternatives;
mod docs;
mod inheritance;
mod merged;
mod objects;
mod scalars;
mod types;
mod validation;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::discriminator::Inheritance;
use crate::document::{Document, escape, unescape};
use crate::names::{Unique, type_name};
use crate::usage::Usages;

pub use docs::{doc_of, paragraph};
use scalars::{enumeration, integer, split_null, string};
pub use types::{ANY, Field, Kind, Model, OBJECT, Type};
pub use validation::rules;

/// Collects the models.
pub struct Models<'d> {
    document: &'d Document,
    usages: &'d Usages,
    inheritance: Inheritance,
    names: Unique,
    known: BTreeMap<String, Type>,
    building: BTreeSet<String>,
    /// The models by name.
    pub models: BTreeMap<String, Model>,
}

impl<'d> Models<'d> {
    /// No models yet. The names of components are reserved for them.
    pub fn new(document: &'d Document, usages: &'d Usages) -> Self {
        let mut models = Self {
            document,
            usages,
            inheritance: Inheritance::of(document),
            names: Unique::default(),
            known: BTreeMap::new(),
            building: BTreeSet::new(),
            models: BTreeMap::new(),
        };
        let components = document.0["components"]["schemas"]
            .as_object()
            .into_iter()
            .flatten();
        for (name, _) in components {
            let pointer = format!("/components/schemas/{}", escape(name));
            let rust = models.names.claim(type_name(name));
            models.known.insert(pointer, Type::Model(rust));
        }
        models
    }

    /// Claims a name for a type that is not a component.
    pub fn claim(&mut self, name: &str) -> String {
        self.names.claim(type_name(name))
    }

    /// The type of the schema at a place; `hint` names it if it becomes a model of its own.
    pub fn of(&mut self, schema: &Value, pointer: &str, hint: &str) -> Type {
        let (target, at) = match self.document.resolve(schema, pointer) {
            Ok((target, at)) => (target.clone(), at),
            Err(_) => return ANY,
        };
        let is_component = at.starts_with("/components/schemas/") && at.matches('/').count() == 3;
        if schema.get("$ref").is_some() || is_component {
            return self.component(&target, &at, hint);
        }
        self.inline(&target, &at, hint, false)
    }

    fn component(&mut self, schema: &Value, pointer: &str, hint: &str) -> Type {
        let hint = pointer
            .rsplit('/')
            .next()
            .filter(|_| pointer.starts_with("/components/schemas/"))
            .unwrap_or(hint);
        let hint = unescape(hint);
        if self.building.contains(pointer) {
            // The model contains itself. A list of lists of itself has no name, and becomes any JSON.
            let (kinds, is_null) = split_null(schema);
            let model = self
                .known
                .get(pointer)
                .cloned()
                .filter(|_| is_model(&kinds, schema))
                .unwrap_or(ANY);
            return model.nullable_if(is_null);
        }
        self.building.insert(pointer.to_owned());
        let kind = self.inline(schema, pointer, &hint, true);
        self.building.remove(pointer);
        kind
    }

    fn inline(&mut self, schema: &Value, pointer: &str, hint: &str, is_component: bool) -> Type {
        let Some(members) = schema.as_object() else {
            return ANY;
        };
        if is_component && let Some(kind) = self.inheriting(members, pointer, hint) {
            return kind;
        }
        if let Some(kind) = self.alternatives(members, pointer, hint) {
            return kind;
        }
        self.nullable_single(members, pointer, hint)
    }

    /// The type of a schema without alternatives, which may allow null.
    fn nullable_single(&mut self, schema: &Map<String, Value>, pointer: &str, hint: &str) -> Type {
        let (kinds, is_null) = split_null(&Value::Object(schema.clone()));
        self.single(schema, &kinds, pointer, hint)
            .nullable_if(is_null)
    }

    /// The name of the model at a place.
    fn name(&mut self, pointer: &str, hint: &str) -> String {
        if let Some(Type::Model(name)) = self.known.get(pointer) {
            return name.clone();
        }
        let name = self.claim(hint);
        self.known
            .insert(pointer.to_owned(), Type::Model(name.clone()));
        name
    }

    /// The type of a schema of these JSON types, besides null.
    fn single(
        &mut self,
        schema: &Map<String, Value>,
        kinds: &[String],
        pointer: &str,
        hint: &str,
    ) -> Type {
        if let Some(values) = enumeration(schema) {
            return self.enumeration(schema, &values, pointer, hint);
        }
        let kinds: Vec<_> = kinds.iter().map(String::as_str).collect();
        match kinds[..] {
            ["string"] => string(schema),
            ["integer"] => integer(schema),
            ["number"] if schema.get("format") == Some(&json!("float")) => Type::Plain("f32"),
            ["number"] => Type::Plain("f64"),
            ["boolean"] => Type::Plain("bool"),
            ["array"] => self.array(schema, pointer, hint),
            ["object"] => self.object(schema, pointer, hint),
            [] if schema.contains_key("properties") || schema.contains_key("allOf") => {
                self.object(schema, pointer, hint)
            }
            _ => ANY,
        }
    }

    fn array(&mut self, schema: &Map<String, Value>, pointer: &str, hint: &str) -> Type {
        let items = match schema.get("items") {
            Some(items) if !schema.contains_key("prefixItems") => {
                self.of(items, &format!("{pointer}/items"), &format!("{hint} item"))
            }
            _ => ANY,
        };
        Type::List(Box::new(items))
    }

    /// Adds the model of a schema.
    fn add(
        &mut self,
        name: String,
        schema: &Map<String, Value>,
        kind: Kind,
        has_rules: bool,
    ) -> Type {
        let model = Model {
            doc: docs::doc(schema),
            kind,
            has_rules,
        };
        self.models.insert(name.clone(), model);
        Type::Model(name)
    }

    /// Whether the model `owner` would contain itself, without a pointer between, if it had a member of this type.
    pub fn is_recursive(&self, owner: &str, kind: &Type) -> bool {
        let mut waiting: Vec<_> = kind.inline_model().into_iter().collect();
        let mut seen = BTreeSet::new();
        while let Some(name) = waiting.pop() {
            if name == owner {
                return true;
            }
            if !seen.insert(name) {
                continue;
            }
            match self.models.get(name).map(|model| &model.kind) {
                Some(Kind::Struct { fields, .. }) => {
                    waiting.extend(fields.iter().filter_map(|field| field.kind.inline_model()));
                }
                Some(Kind::Union { variants, .. }) => {
                    waiting.extend(
                        variants
                            .iter()
                            .filter_map(|(_, kind, _)| kind.inline_model()),
                    );
                }
                _ => {}
            }
        }
        false
    }
}

fn is_model(kinds: &[String], schema: &Value) -> bool {
    let has = |keyword: &str| schema.get(keyword).is_some();
    let is_object = kinds.is_empty() || kinds.iter().any(|kind| kind == "object");
    is_object && (has("properties") || has("allOf")) || has("oneOf") || has("anyOf") || has("enum")
}
