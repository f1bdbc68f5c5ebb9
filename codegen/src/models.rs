//! From schemas to Rust types.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::discriminator::{self, Inheritance};
use crate::document::{Document, escape};
use crate::names::{Unique, field_name, type_name, variant_name};
use crate::request::types;
use crate::usage::{PATCH, REQUEST, RESPONSE, RULES, Usages};

/// A Rust type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// A model of the generated crate.
    Model(String),
    /// Any other type without parameters.
    Plain(&'static str),
    /// A value that may be null.
    Nullable(Box<Type>),
    /// A list.
    List(Box<Type>),
    /// Members by name.
    Map(Box<Type>),
}

/// Any JSON.
pub const ANY: Type = Type::Plain("serde_json::Value");
const OBJECT: Type = Type::Plain("serde_json::Map<String, serde_json::Value>");

impl Type {
    /// The type in Rust.
    pub fn code(&self) -> String {
        match self {
            Self::Model(name) => format!("models::{name}"),
            Self::Plain(name) => (*name).to_owned(),
            Self::Nullable(inner) => format!("Option<{}>", inner.code()),
            Self::List(inner) => format!("Vec<{}>", inner.code()),
            Self::Map(inner) => format!("std::collections::BTreeMap<String, {}>", inner.code()),
        }
    }

    fn nullable(self) -> Self {
        match self {
            Self::Nullable(_) => self,
            other if other == ANY => ANY,
            other => Self::Nullable(Box::new(other)),
        }
    }

    /// The model that a value holds itself, rather than behind a pointer.
    fn held(&self) -> Option<&str> {
        match self {
            Self::Model(name) => Some(name),
            Self::Nullable(inner) => inner.held(),
            _ => None,
        }
    }
}

/// A model of the generated crate.
#[derive(Debug, Clone)]
pub struct Model {
    /// What the document says of it.
    pub doc: Vec<String>,
    /// Its kind.
    pub kind: Kind,
    /// Whether `validator` rules check it.
    pub has_rules: bool,
}

/// The kind of a model.
#[derive(Debug, Clone)]
pub enum Kind {
    /// An object.
    Struct {
        /// Its members.
        fields: Vec<Field>,
        /// The type of members beside them.
        additional: Option<Type>,
        /// Whether members beside them are refused by serde.
        is_closed: bool,
    },
    /// One of several strings.
    Strings(Vec<(String, String)>),
    /// One of several integers.
    Integers(Vec<(String, i64)>),
    /// One of several alternatives.
    Union {
        /// Each with the variant's name, its type, and the values of the discriminator that name it.
        variants: Vec<(String, Type, Vec<String>)>,
        /// The property that names the alternative.
        tag: Option<String>,
        /// The place of the alternatives in the document; `None` where they are only sent.
        alternatives: Option<Vec<(Value, String)>>,
    },
}

/// A member of an object.
#[derive(Debug, Clone)]
pub struct Field {
    /// What the document says of it.
    pub doc: Vec<String>,
    /// Its name in JSON.
    pub json: String,
    /// Its name in Rust.
    pub name: String,
    /// Its type, without what makes it optional.
    pub kind: Type,
    /// Whether it is always there.
    pub is_required: bool,
    /// The value that stands for it when it is absent.
    pub default: Option<Value>,
    /// Whether it is read but never sent.
    pub is_write_only: bool,
    /// Attributes for `validator`.
    pub rules: Vec<String>,
}

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
    /// The names of components are theirs; others must do without.
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

    /// A name for a type that is no component.
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
        let hint = hint.replace("~1", "/").replace("~0", "~");
        if self.building.contains(pointer) {
            // A model within itself; a list of lists of itself has no name, and is any JSON.
            let (kinds, is_null) = split_null(schema);
            let model = self
                .known
                .get(pointer)
                .cloned()
                .filter(|_| is_model(&kinds, schema))
                .unwrap_or(ANY);
            return if is_null { model.nullable() } else { model };
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
        if let Some(kind) = self.alternatives(members, pointer, hint, is_component) {
            return kind;
        }
        let (kinds, is_null) = split_null(schema);
        let kind = self.single(members, &kinds, pointer, hint, is_component);
        if is_null { kind.nullable() } else { kind }
    }

    fn name(&mut self, pointer: &str, hint: &str, is_component: bool) -> String {
        match self.known.get(pointer) {
            Some(Type::Model(name)) if is_component => name.clone(),
            Some(Type::Model(name)) => name.clone(),
            _ => {
                let name = self.claim(hint);
                self.known
                    .insert(pointer.to_owned(), Type::Model(name.clone()));
                name
            }
        }
    }

    fn single(
        &mut self,
        schema: &Map<String, Value>,
        kinds: &[String],
        pointer: &str,
        hint: &str,
        is_component: bool,
    ) -> Type {
        if let Some(values) = enumeration(schema) {
            return self.enumeration(schema, &values, pointer, hint, is_component);
        }
        let kinds: Vec<_> = kinds.iter().map(String::as_str).collect();
        match kinds[..] {
            ["string"] => string(schema),
            ["integer"] => integer(schema),
            ["number"] => Type::Plain(if schema.get("format") == Some(&json!("float")) {
                "f32"
            } else {
                "f64"
            }),
            ["boolean"] => Type::Plain("bool"),
            ["array"] => match schema
                .get("items")
                .filter(|_| !schema.contains_key("prefixItems"))
            {
                Some(items) => {
                    let items =
                        self.of(items, &format!("{pointer}/items"), &format!("{hint} item"));
                    Type::List(Box::new(items))
                }
                None => Type::List(Box::new(ANY)),
            },
            ["object"] => self.object(schema, pointer, hint, is_component),
            [] if schema.contains_key("properties") || schema.contains_key("allOf") => {
                self.object(schema, pointer, hint, is_component)
            }
            _ => ANY,
        }
    }

    fn enumeration(
        &mut self,
        schema: &Map<String, Value>,
        values: &[Value],
        pointer: &str,
        hint: &str,
        is_component: bool,
    ) -> Type {
        let mut names = Unique::default();
        let kind = if values.iter().all(Value::is_string) {
            let strings = values.iter().filter_map(Value::as_str);
            Kind::Strings(
                strings
                    .map(|value| (names.claim(variant_name(value)), value.to_owned()))
                    .collect(),
            )
        } else if values.iter().all(Value::is_i64) {
            let integers = values.iter().filter_map(Value::as_i64);
            Kind::Integers(
                integers
                    .map(|value| (names.claim(variant_name(&value.to_string())), value))
                    .collect(),
            )
        } else if values.iter().all(Value::is_boolean) {
            return Type::Plain("bool");
        } else {
            return ANY;
        };
        let name = self.name(pointer, hint, is_component);
        self.add(name, schema, kind, false)
    }

    fn object(
        &mut self,
        schema: &Map<String, Value>,
        pointer: &str,
        hint: &str,
        is_component: bool,
    ) -> Type {
        let mut merged = Merged::default();
        // Without a type, members restrict objects, and anything else is allowed.
        if self.usages.at(pointer) & REQUEST != 0 && !self.is_object(schema, pointer, 0) {
            return ANY;
        }
        if !self.merge(schema, pointer, &mut merged, 0) {
            return self.only_part(schema, pointer, hint).unwrap_or(ANY);
        }
        if merged.properties.is_empty() {
            return match merged.additional {
                Some((additional, at))
                    if additional.is_object() && !schema.contains_key("patternProperties") =>
                {
                    let values = self.of(&additional, &at, &format!("{hint} value"));
                    if values == ANY {
                        OBJECT
                    } else {
                        Type::Map(Box::new(values))
                    }
                }
                _ => OBJECT,
            };
        }
        let name = self.name(pointer, hint, is_component);
        let usage = self.usages.at(pointer);
        let is_closed = merged
            .additional
            .as_ref()
            .is_some_and(|(additional, _)| *additional == false);
        let fields = self.fields(&merged, hint, usage);
        let additional = match &merged.additional {
            Some((additional, at))
                if additional.is_object() && !schema.contains_key("patternProperties") =>
            {
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

    /// Whether nothing but objects keeps to a schema, or to the only part of its `allOf` that has a type.
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

    /// The only part of an `allOf` that says more than a description: the schema is that part.
    fn only_part(
        &mut self,
        schema: &Map<String, Value>,
        pointer: &str,
        hint: &str,
    ) -> Option<Type> {
        let parts = schema.get("allOf")?.as_array()?;
        let mut typed = parts.iter().enumerate().filter(|(_, part)| {
            let target = self
                .document
                .resolve(part, pointer)
                .map(|(target, _)| target);
            target.is_ok_and(|target| {
                [
                    "type",
                    "enum",
                    "const",
                    "oneOf",
                    "anyOf",
                    "allOf",
                    "properties",
                ]
                .iter()
                .any(|key| target.get(key).is_some())
            })
        });
        let (index, part) = typed.next()?;
        if typed.next().is_some() {
            return None;
        }
        let part = part.clone();
        Some(self.of(&part, &format!("{pointer}/allOf/{index}"), hint))
    }

    /// Takes the properties of an object and of the parts of its `allOf`; `false` when a part is no object.
    fn merge(
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
        for (index, part) in schema
            .get("allOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .enumerate()
        {
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
        for (name, property) in schema
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            let at = format!("{pointer}/properties/{}", escape(name));
            if *property != false {
                merged
                    .properties
                    .insert(name.clone(), (property.clone(), at));
            }
        }
        let required = schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        merged
            .required
            .extend(required.filter_map(Value::as_str).map(str::to_owned));
        if let Some(additional) = schema.get("additionalProperties") {
            merged.additional = Some((
                additional.clone(),
                format!("{pointer}/additionalProperties"),
            ));
        }
        true
    }

    fn fields(&mut self, merged: &Merged, hint: &str, usage: u8) -> Vec<Field> {
        let mut names = Unique::default();
        let mut fields = Vec::new();
        for (json, (property, at)) in &merged.properties {
            let says = |keyword: &str| {
                let target = self
                    .document
                    .resolve(property, at)
                    .map(|(target, _)| target);
                property[keyword] == true || target.is_ok_and(|target| target[keyword] == true)
            };
            let is_compared = property["x-accepted-if-unchanged"] == true;
            let is_read_only = says("readOnly") && !is_compared;
            let is_write_only = says("writeOnly");
            // What is never in the only direction that the model has is no member of it.
            if is_read_only && usage & RESPONSE == 0 && usage != 0
                || is_write_only && usage & REQUEST == 0 && usage != 0
            {
                continue;
            }
            let kind = self.of(property, at, &format!("{hint} {json}"));
            let is_missing_once =
                is_read_only && usage & REQUEST != 0 || is_write_only && usage & RESPONSE != 0;
            let is_required = merged.required.contains(json) && !is_missing_once;
            let applies = usage & (REQUEST | PATCH) == REQUEST && !is_required;
            let target = self
                .document
                .resolve(property, at)
                .map(|(target, _)| target.clone())
                .unwrap_or_default();
            let default = property.get("default").or(target.get("default"));
            fields.push(Field {
                doc: match doc_of(property) {
                    lines if lines.is_empty() => doc_of(&target),
                    lines => lines,
                },
                json: json.clone(),
                name: names.claim(field_name(json)),
                rules: if usage & RULES == 0 {
                    Vec::new()
                } else {
                    rules(&target)
                },
                is_required,
                default: default.filter(|_| applies).cloned(),
                is_write_only,
                kind,
            });
        }
        fields
    }

    /// `oneOf` and `anyOf`, and a base schema whose discriminator names what inherits from it.
    fn alternatives(
        &mut self,
        schema: &Map<String, Value>,
        pointer: &str,
        hint: &str,
        is_component: bool,
    ) -> Option<Type> {
        if let Some(kind) = self.heirs(schema, pointer, hint, is_component) {
            return Some(kind);
        }
        let keyword = ["oneOf", "anyOf"]
            .into_iter()
            .find(|keyword| schema.contains_key(*keyword))?;
        let listed = schema[keyword].as_array()?.clone();
        let places = listed
            .into_iter()
            .enumerate()
            .map(|(index, one)| (one, format!("{pointer}/{keyword}/{index}")));
        let (nulls, mut places): (Vec<_>, Vec<_>) =
            places.partition(|(one, _)| one["type"] == "null");
        // Next to members of its own, alternatives only restrict; without a type, they may be anything.
        if schema.contains_key("properties") || schema.contains_key("allOf") {
            return Some(self.beside(schema, pointer, hint, is_component));
        }
        if places.iter().all(|(one, _)| !says_type(self.document, one)) {
            let rest: Map<_, _> = schema
                .clone()
                .into_iter()
                .filter(|(key, _)| key != keyword)
                .collect();
            return rest
                .contains_key("type")
                .then(|| {
                    let (kinds, is_null) = split_null(&Value::Object(rest.clone()));
                    let kind = self.single(&rest, &kinds, pointer, hint, is_component);
                    if is_null { kind.nullable() } else { kind }
                })
                .or(Some(ANY));
        }
        let kind = if let [(one, at)] = &mut places[..] {
            self.of(&one.clone(), &at.clone(), hint)
        } else {
            self.union(schema, &places, pointer, hint, is_component)
        };
        Some(if nulls.is_empty() {
            kind
        } else {
            kind.nullable()
        })
    }

    fn beside(
        &mut self,
        schema: &Map<String, Value>,
        pointer: &str,
        hint: &str,
        is_component: bool,
    ) -> Type {
        let rest: Map<_, _> = schema
            .clone()
            .into_iter()
            .filter(|(key, _)| key != "oneOf" && key != "anyOf")
            .collect();
        let (kinds, is_null) = split_null(&Value::Object(rest.clone()));
        // The members of the alternatives are members too, which only any JSON can hold.
        let listed = ["oneOf", "anyOf"]
            .into_iter()
            .filter_map(|keyword| schema.get(keyword)?.as_array())
            .flatten();
        let has_members = listed.into_iter().any(|one| {
            self.document
                .resolve(one, pointer)
                .is_ok_and(|(target, _)| {
                    target.get("properties").is_some() || target.get("allOf").is_some()
                })
        });
        if has_members {
            return OBJECT;
        }
        let kind = self.single(&rest, &kinds, pointer, hint, is_component);
        if is_null { kind.nullable() } else { kind }
    }

    fn heirs(
        &mut self,
        schema: &Map<String, Value>,
        pointer: &str,
        hint: &str,
        is_component: bool,
    ) -> Option<Type> {
        let component = pointer
            .strip_prefix("/components/schemas/")
            .filter(|_| is_component)?;
        let component = component.replace("~1", "/").replace("~0", "~");
        let discriminator = discriminator::of(&Value::Object(schema.clone()))?.clone();
        if !self.inheritance.is_base(&component) {
            return None;
        }
        let tag = discriminator["propertyName"].as_str()?.to_owned();
        let name = self.name(pointer, hint, is_component);
        let mut plain = schema.clone();
        plain.remove("discriminator");
        let base = self.claim(&format!("{name} base"));
        let base_pointer = format!("{pointer}#base");
        self.known.insert(base_pointer.clone(), Type::Model(base));
        let targets = self.inheritance.targets(&component, &discriminator);
        let mut variants: Vec<(String, Type, Vec<String>)> = Vec::new();
        for (value, target) in targets
            .into_iter()
            .filter(|(_, target)| *target != component)
        {
            let kind = self.of(
                &json!({ "$ref": format!("#/components/schemas/{}", escape(&target)) }),
                "",
                &target,
            );
            let variant = type_name(&target);
            match variants.iter_mut().find(|(name, ..)| *name == variant) {
                Some((_, _, values)) => values.push(value),
                None => variants.push((variant, kind, vec![value])),
            }
        }
        let own = self.base(&plain, pointer, &base_pointer);
        let mapping = discriminator["mapping"].as_object().into_iter().flatten();
        let own_tags = mapping.filter(|(_, target)| {
            target.as_str().is_some_and(|target| {
                target.ends_with(&format!("/{component}")) || target == component
            })
        });
        let mut own_tags: Vec<_> = own_tags.map(|(value, _)| value.clone()).collect();
        own_tags.push(component);
        variants.push(("Base".to_owned(), own, own_tags));
        let kind = Kind::Union {
            variants,
            tag: Some(tag),
            alternatives: None,
        };
        Some(self.add(name, schema, kind, false))
    }

    /// The base schema as a struct of its own.
    fn base(&mut self, schema: &Map<String, Value>, pointer: &str, base_pointer: &str) -> Type {
        let mut merged = Merged::default();
        if !self.merge(schema, pointer, &mut merged, 0) {
            return ANY;
        }
        let Some(Type::Model(name)) = self.known.get(base_pointer).cloned() else {
            return ANY;
        };
        let fields = self.fields(&merged, &name.clone(), self.usages.at(pointer));
        let kind = Kind::Struct {
            fields,
            additional: None,
            is_closed: false,
        };
        self.add(name, schema, kind, false)
    }

    fn union(
        &mut self,
        schema: &Map<String, Value>,
        places: &[(Value, String)],
        pointer: &str,
        hint: &str,
        is_component: bool,
    ) -> Type {
        let name = self.name(pointer, hint, is_component);
        let discriminator = schema.get("discriminator");
        let names: Vec<_> = places
            .iter()
            .filter_map(|(one, _)| discriminator::component(one))
            .collect();
        let tags = discriminator.map(|discriminator| discriminator::tags(&names, discriminator));
        let mut variant_names = Unique::default();
        let mut variants = Vec::new();
        let is_request = self.usages.at(pointer) & REQUEST != 0;
        for (one, at) in places {
            let component = discriminator::component(one);
            let own = component
                .clone()
                .or_else(|| one["title"].as_str().map(str::to_owned));
            let own = own.unwrap_or_else(|| {
                match types(one.as_object().unwrap_or(&Map::new())).first() {
                    Some(kind) => kind.clone(),
                    None => "alternative".to_owned(),
                }
            });
            let kind = self.of(one, at, &format!("{hint} {own}"));
            let values = tags
                .iter()
                .flatten()
                .filter(|(_, target)| Some(target) == component.as_ref());
            let values = values.map(|(value, _)| value.clone()).collect();
            variants.push((variant_names.claim(variant(&own)), kind, values));
        }
        let tag = discriminator
            .and_then(|one| one["propertyName"].as_str())
            .map(str::to_owned);
        let alternatives = (is_request && tag.is_none()).then(|| places.to_vec());
        let kind = Kind::Union {
            variants,
            tag,
            alternatives,
        };
        self.add(name, schema, kind, false)
    }

    /// Adds a model that the document describes.
    fn add(
        &mut self,
        name: String,
        schema: &Map<String, Value>,
        kind: Kind,
        has_rules: bool,
    ) -> Type {
        let model = Model {
            doc: doc(schema),
            kind,
            has_rules,
        };
        self.models.insert(name.clone(), model);
        Type::Model(name)
    }

    /// Whether a model holds itself by value when it holds this type.
    pub fn is_recursive(&self, owner: &str, kind: &Type) -> bool {
        let mut waiting: Vec<_> = kind.held().map(str::to_owned).into_iter().collect();
        let mut seen = BTreeSet::new();
        while let Some(name) = waiting.pop() {
            if name == owner {
                return true;
            }
            if !seen.insert(name.clone()) {
                continue;
            }
            match self.models.get(&name).map(|model| &model.kind) {
                Some(Kind::Struct { fields, .. }) => {
                    waiting.extend(
                        fields
                            .iter()
                            .filter_map(|field| field.kind.held().map(str::to_owned)),
                    );
                }
                Some(Kind::Union { variants, .. }) => {
                    waiting.extend(
                        variants
                            .iter()
                            .filter_map(|(_, kind, _)| kind.held().map(str::to_owned)),
                    );
                }
                _ => {}
            }
        }
        false
    }
}

#[derive(Debug, Default)]
struct Merged {
    properties: indexed::Properties,
    required: BTreeSet<String>,
    additional: Option<(Value, String)>,
}

/// Properties in the document's order.
mod indexed {
    use serde_json::Value;

    /// A list with a key each.
    #[derive(Debug, Default)]
    pub struct Properties(Vec<(String, (Value, String))>);

    impl Properties {
        pub fn insert(&mut self, name: String, property: (Value, String)) {
            match self.0.iter_mut().find(|(own, _)| *own == name) {
                Some((_, own)) => *own = property,
                None => self.0.push((name, property)),
            }
        }

        pub fn is_empty(&self) -> bool {
            self.0.is_empty()
        }
    }

    impl<'p> IntoIterator for &'p Properties {
        type Item = (&'p String, &'p (Value, String));
        type IntoIter = std::vec::IntoIter<Self::Item>;

        fn into_iter(self) -> Self::IntoIter {
            let items: Vec<_> = self
                .0
                .iter()
                .map(|(name, property)| (name, property))
                .collect();
            items.into_iter()
        }
    }
}

fn variant(name: &str) -> String {
    type_name(name).trim_end_matches("Model").to_owned()
}

/// The types besides null, and whether null is one.
fn split_null(schema: &Value) -> (Vec<String>, bool) {
    let empty = Map::new();
    let members = schema.as_object().unwrap_or(&empty);
    let mut kinds = types(members);
    let listed = members.get("enum").and_then(Value::as_array);
    if kinds.is_empty()
        && let Some(values) = enumeration(members)
    {
        let is_null = listed.is_some_and(|values| values.contains(&Value::Null));
        return (values.first().map(kind_of).into_iter().collect(), is_null);
    }
    let is_null = kinds.iter().any(|kind| kind == "null");
    kinds.retain(|kind| kind != "null");
    (kinds, is_null)
}

fn kind_of(value: &Value) -> String {
    match value {
        Value::String(_) => "string",
        Value::Number(number) if number.is_i64() || number.is_u64() => "integer",
        Value::Number(_) => "number",
        Value::Bool(_) => "boolean",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::Null => "null",
    }
    .to_owned()
}

/// The values besides null of `enum` or `const`, where all of them are of one scalar type.
fn enumeration(schema: &Map<String, Value>) -> Option<Vec<Value>> {
    let values = match (schema.get("enum"), schema.get("const")) {
        (Some(Value::Array(values)), _) => values.clone(),
        (_, Some(value)) => vec![value.clone()],
        _ => return None,
    };
    let values: Vec<_> = values
        .into_iter()
        .filter(|value| !value.is_null())
        .collect();
    let kind = kind_of(values.first()?);
    let is_scalar = ["string", "integer", "boolean"].contains(&kind.as_str());
    (is_scalar && values.iter().all(|value| kind_of(value) == kind)).then_some(values)
}

fn is_model(kinds: &[String], schema: &Value) -> bool {
    let has = |keyword: &str| schema.get(keyword).is_some();
    let is_object = kinds.is_empty() || kinds.iter().any(|kind| kind == "object");
    is_object && (has("properties") || has("allOf")) || has("oneOf") || has("anyOf") || has("enum")
}

fn says_type(document: &Document, schema: &Value) -> bool {
    let Ok((target, _)) = document.resolve(schema, "") else {
        return false;
    };
    [
        "type",
        "enum",
        "const",
        "properties",
        "allOf",
        "oneOf",
        "anyOf",
    ]
    .iter()
    .any(|keyword| target.get(keyword).is_some())
}

fn string(schema: &Map<String, Value>) -> Type {
    let encoding = schema.get("contentEncoding").and_then(Value::as_str);
    Type::Plain(
        match (schema.get("format").and_then(Value::as_str), encoding) {
            (Some("byte"), _) | (_, Some("base64")) => "orgd_runtime::values::Base64",
            (Some("uuid"), _) => "uuid::Uuid",
            (Some("date-time"), _) => "chrono::DateTime<chrono::Utc>",
            (Some("date"), _) => "chrono::NaiveDate",
            (Some("ipv4"), _) => "std::net::Ipv4Addr",
            (Some("ipv6"), _) => "std::net::Ipv6Addr",
            _ => "String",
        },
    )
}

fn integer(schema: &Map<String, Value>) -> Type {
    let is_unsigned = schema
        .get("minimum")
        .and_then(Value::as_i64)
        .is_some_and(|minimum| minimum >= 0);
    Type::Plain(
        match (schema.get("format").and_then(Value::as_str), is_unsigned) {
            (Some("int8"), _) => "i8",
            (Some("int16"), _) => "i16",
            (Some("int32"), false) => "i32",
            (Some("int32"), true) | (Some("uint32"), _) => "u32",
            (Some("uint8"), _) => "u8",
            (Some("uint16"), _) => "u16",
            (Some("uint64"), _) | (Some("int64"), true) => "u64",
            _ => "i64",
        },
    )
}

/// Attributes for `validator`, of a schema that its rules cover.
pub fn rules(schema: &Value) -> Vec<String> {
    let mut rules = Vec::new();
    match schema["format"].as_str() {
        Some("email") => rules.push("email".to_owned()),
        Some("uri") => rules.push("custom(function = \"orgd_runtime::uri\")".to_owned()),
        _ => {}
    }
    let mut pair = |rule: &str, low: &str, high: &str| {
        let bounds = [("min", low), ("max", high)];
        let bounds = bounds.into_iter().filter_map(|(name, keyword)| {
            schema[keyword]
                .as_i64()
                .map(|limit| format!("{name} = {limit}"))
        });
        let bounds: Vec<_> = bounds.collect();
        if !bounds.is_empty() {
            rules.push(format!("{rule}({})", bounds.join(", ")));
        }
    };
    pair("length", "minLength", "maxLength");
    pair("range", "minimum", "maximum");
    if let Some(pattern) = schema["pattern"].as_str() {
        rules.push(format!("regex(path = **regex!({pattern:?}))"));
    }
    if schema.get("properties").is_some() {
        rules.push("nested".to_owned());
    }
    rules
}

/// The first paragraph of a description, a line each.
pub fn doc_of(schema: &Value) -> Vec<String> {
    schema.as_object().map(doc).unwrap_or_default()
}

fn doc(schema: &Map<String, Value>) -> Vec<String> {
    let text = schema
        .get("description")
        .or(schema.get("title"))
        .and_then(Value::as_str)
        .unwrap_or_default();
    paragraph(text)
}

/// The first paragraph of a text.
pub fn paragraph(text: &str) -> Vec<String> {
    let lines = text
        .trim()
        .lines()
        .map(str::trim)
        .take_while(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}
