//! The JSON Schema of a request: what the document says, in JSON Schema 2020-12, with every keyword that cannot be
//! enforced refused.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::discriminator::{self, Inheritance};
use crate::document::{Document, escape, unescape};
use crate::fault::Fault;
use crate::{keywords, pattern};

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

/// Keywords whose value restricts by itself.
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

/// Formats that are checked as JSON Schema defines them, and `byte` (Base64).
const FORMATS: [&str; 20] = [
    "date-time",
    "date",
    "time",
    "duration",
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "iri",
    "iri-reference",
    "uuid",
    "uri-template",
    "json-pointer",
    "relative-json-pointer",
    "regex",
    "byte",
];

/// Collects the schemas of requests.
pub struct Requests<'d> {
    document: &'d Document,
    /// Formats that the product checks itself.
    formats: &'d [String],
    inheritance: Inheritance,
    /// The components that are referred to.
    pub components: BTreeMap<String, Value>,
    /// The words for keywords' values (`x-messages`), by the value as JSON.
    pub messages: BTreeMap<String, Value>,
    /// What cannot be enforced.
    pub faults: BTreeSet<Fault>,
    /// The values that stand for absent ones.
    pub defaults: Vec<DefaultValue>,
    waiting: Vec<(String, Reference)>,
    operation: String,
}

/// A value that stands for an absent one, and must keep to the schema that it stands in.
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

/// How a component is referred to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reference {
    /// As it is written.
    Plain,
    /// As the base of the schemas that inherit from it: its discriminator names one of them.
    Polymorphic,
}

impl<'d> Requests<'d> {
    /// Nothing yet. `formats` are those that the product checks itself.
    pub fn new(document: &'d Document, formats: &'d [String]) -> Self {
        Self {
            document,
            formats,
            inheritance: Inheritance::of(document),
            components: BTreeMap::new(),
            messages: messages(document),
            faults: BTreeSet::new(),
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
        self.faults
            .insert(Fault::new(&self.operation, place, keyword, reason));
    }

    fn component(&mut self, name: &str, reference: Reference) {
        let place = format!("/components/schemas/{}", escape(name));
        let schema = self.document.0.pointer(&place).cloned().unwrap_or_default();
        let written = match reference {
            Reference::Plain => self.rewrite(&schema, &place),
            Reference::Polymorphic => self.polymorphic(name, &schema),
        };
        self.components.insert(key(name, reference), written);
    }

    /// A base schema with a discriminator: the schema that inherits from it and is named must hold.
    fn polymorphic(&mut self, name: &str, schema: &Value) -> Value {
        let mut targets = self.inheritance.targets(name, &schema["discriminator"]);
        if !targets.iter().any(|(_, target)| target == name) {
            targets.push((name.to_owned(), name.to_owned()));
        }
        let property = schema["discriminator"]["propertyName"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let alternatives = targets.into_iter().map(|(tag, target)| {
            let reference = self.reference(&target, Reference::Plain);
            (tag, reference)
        });
        let alternatives: Vec<_> = alternatives.collect();
        discriminator::schema(&property, &alternatives)
    }

    fn reference(&mut self, name: &str, reference: Reference) -> Value {
        let key = key(name, reference);
        if !self.components.contains_key(&key) {
            self.components.insert(key.clone(), Value::Bool(true));
            self.waiting.push((name.to_owned(), reference));
        }
        json!({ "$ref": format!("#/components/schemas/{}", encoded(&escape(&key))) })
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
        for (keyword, reason) in keywords::faults(members) {
            self.refuse(place, &keyword, reason);
        }
        let mut written = Map::new();
        for (keyword, value) in members {
            self.keyword(members, keyword, value, place, &mut written);
        }
        for (keyword, message) in members
            .get("x-messages")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            if let Some(value) = written.get(keyword) {
                self.messages.insert(value.to_string(), message.clone());
            }
        }
        self.bounds(members, &mut written);
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

    fn keyword(
        &mut self,
        schema: &Map<String, Value>,
        keyword: &str,
        value: &Value,
        place: &str,
        written: &mut Map<String, Value>,
    ) {
        let at = format!("{place}/{}", escape(keyword));
        match keyword {
            "$ref" => self.referring(value, place, written),
            "format" => self.format(value, place, written),
            "contentEncoding" => match value.as_str() {
                Some("base64") => drop(written.insert("format".to_owned(), json!("byte"))),
                _ => self.refuse(place, keyword, "only base64 can be checked"),
            },
            "contentMediaType" => self.refuse(place, keyword, "cannot be checked within JSON"),
            "contentSchema" => self.refuse(place, keyword, "cannot be checked within JSON"),
            "maxContains" | "minContains" => {
                if schema.contains_key("contains") {
                    written.insert(keyword.to_owned(), value.clone());
                }
            }
            // An anchor does nothing by itself: a reference to it is refused, as it leads nowhere.
            "$defs" | "$anchor" | "$dynamicAnchor" | "discriminator" | "readOnly" | "writeOnly" => {
            }
            "pattern" => {
                let pattern = self.pattern(value, place, keyword);
                written.insert(keyword.to_owned(), Value::String(pattern));
            }
            "patternProperties" => {
                let patterns = value.as_object().into_iter().flatten();
                let patterns = patterns.map(|(pattern, one)| {
                    let at = format!("{at}/{}", escape(pattern));
                    let pattern = self.pattern(&json!(pattern), place, keyword);
                    (pattern, self.rewrite(one, &at))
                });
                let patterns: Map<_, _> = patterns.collect();
                written.insert(keyword.to_owned(), Value::Object(patterns));
            }
            "$schema" if value == "https://json-schema.org/draft/2020-12/schema" => {}
            "properties" => {
                let properties = value.as_object().into_iter().flatten();
                let properties = properties.map(|(name, property)| {
                    let at = format!("{at}/{}", escape(name));
                    let is_refused = self.is_read_only(property, &at);
                    let written = if is_refused {
                        Value::Bool(false)
                    } else {
                        self.rewrite(property, &at)
                    };
                    (name.clone(), written)
                });
                let properties: Map<_, _> = properties.collect();
                written.insert(keyword.to_owned(), Value::Object(properties));
            }
            _ if ANNOTATIONS.contains(&keyword) || keyword.starts_with("x-") => {}
            _ if ASSERTIONS.contains(&keyword) => {
                drop(written.insert(keyword.to_owned(), value.clone()))
            }
            _ if ONE.contains(&keyword) => {
                let one = self.rewrite(value, &at);
                written.insert(keyword.to_owned(), one);
            }
            _ if MANY.contains(&keyword) => {
                let many = value.as_array().into_iter().flatten().enumerate();
                let is_base = keyword == "allOf";
                let many = many
                    .map(|(index, one)| self.part(one, &format!("{at}/{index}"), is_base))
                    .collect();
                written.insert(keyword.to_owned(), Value::Array(many));
            }
            _ if NAMED.contains(&keyword) => {
                let named = value.as_object().into_iter().flatten();
                let named = named.map(|(name, one)| {
                    (
                        name.clone(),
                        self.rewrite(one, &format!("{at}/{}", escape(name))),
                    )
                });
                let named = named.collect();
                written.insert(keyword.to_owned(), Value::Object(named));
            }
            _ => self.refuse(place, keyword, "is not a keyword that can be enforced"),
        }
    }

    /// A part of `allOf`, which is a base as it is written, or an alternative.
    fn part(&mut self, schema: &Value, place: &str, is_base: bool) -> Value {
        match (is_base, self.component_of(schema)) {
            (true, Some(name)) if schema.as_object().is_some_and(|schema| schema.len() == 1) => {
                self.reference(&name, Reference::Plain)
            }
            _ => self.rewrite(schema, place),
        }
    }

    fn component_of(&self, schema: &Value) -> Option<String> {
        let target = self
            .document
            .target(schema.get("$ref")?.as_str()?, "")
            .ok()?;
        let name = target.strip_prefix("/components/schemas/")?;
        (!name.contains('/')).then(|| unescape(name))
    }

    fn referring(&mut self, value: &Value, place: &str, written: &mut Map<String, Value>) {
        let reference = value.as_str().unwrap_or_default();
        let target = match self.document.target(reference, place) {
            Ok(target) => target,
            Err(fault) => return self.refuse(place, "$ref", fault.reason),
        };
        let target_schema = self
            .document
            .0
            .pointer(&target)
            .cloned()
            .unwrap_or_default();
        let schema = match self.component_of(&json!({ "$ref": value })) {
            Some(name)
                if self.inheritance.is_base(&name)
                    && discriminator::of(&target_schema).is_some() =>
            {
                self.reference(&name, Reference::Polymorphic)
            }
            Some(name) => self.reference(&name, Reference::Plain),
            // A schema that is no component is written where it is used; a component breaks every circle.
            None if place.starts_with(&target) => {
                return self.refuse(
                    place,
                    "$ref",
                    "a schema that contains itself must be a component",
                );
            }
            None => self.rewrite(&target_schema, &target),
        };
        // Beside other keywords, the reference is one of the conditions.
        match (schema, written.contains_key("allOf")) {
            (Value::Object(schema), false) if schema.contains_key("$ref") => written.extend(schema),
            (schema, _) => {
                let parts = written.entry("allOf").or_insert_with(|| json!([]));
                if let Value::Array(parts) = parts {
                    parts.push(schema);
                }
            }
        }
    }

    fn pattern(&mut self, value: &Value, place: &str, keyword: &str) -> String {
        let pattern = value.as_str().unwrap_or_default();
        let translated = pattern::translated(pattern).unwrap_or_else(|reason| {
            self.refuse(place, keyword, reason);
            String::new()
        });
        // People are told the pattern as it is written, or its words.
        let key = Value::from(translated.as_str()).to_string();
        if translated != pattern && !self.messages.contains_key(&key) {
            let words = self.messages.get(&Value::from(pattern).to_string());
            let words = words
                .cloned()
                .unwrap_or_else(|| json!(format!("must match {pattern}")));
            self.messages.insert(key, words);
        }
        translated
    }

    fn format(&mut self, value: &Value, place: &str, written: &mut Map<String, Value>) {
        match value.as_str().unwrap_or_default() {
            // Their bounds are written as such; a password and a binary text are any text.
            "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64"
            | "float" | "double" | "password" | "binary" => {}
            format if FORMATS.contains(&format) || self.formats.iter().any(|own| own == format) => {
                written.insert("format".to_owned(), value.clone());
            }
            format => {
                let reason = format!(
                    "{format:?} is not known; `formats` in codegen/formats.txt names those that the server checks itself"
                );
                self.refuse(place, "format", reason);
            }
        }
    }

    /// The bounds that a numeric format implies; an integer without a format is one of 64 bits.
    fn bounds(&mut self, schema: &Map<String, Value>, written: &mut Map<String, Value>) {
        let format = schema.get("format").and_then(Value::as_str);
        let Some((min, max)) = bounds(&types(schema), format) else {
            return;
        };
        let mut bound =
            |keyword: &str, exclusive: &str, limit: Value, is_tighter: fn(f64, f64) -> bool| {
                let own = [keyword, exclusive]
                    .into_iter()
                    .filter_map(|keyword| schema.get(keyword)?.as_f64());
                let limit_value = limit.as_f64().unwrap_or_default();
                if !own.into_iter().any(|own| is_tighter(own, limit_value)) {
                    written.insert(keyword.to_owned(), limit);
                }
            };
        bound("minimum", "exclusiveMinimum", min, |own, limit| {
            own >= limit
        });
        bound("maximum", "exclusiveMaximum", max, |own, limit| {
            own <= limit
        });
    }

    fn read_only(&mut self, schema: &Map<String, Value>, place: &str) -> BTreeSet<String> {
        let properties = schema
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten();
        let read_only = properties.filter(|(_, property)| self.is_read_only(property, place));
        read_only.map(|(name, _)| name.clone()).collect()
    }

    /// Whether a property is not to be sent. `x-accepted-if-unchanged` leaves it to the operation, which compares.
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

    /// `oneOf` or `anyOf` with a discriminator: the alternative that is named must hold.
    fn discriminate(
        &mut self,
        schema: &Map<String, Value>,
        discriminator: &Value,
        place: &str,
        written: &mut Map<String, Value>,
    ) {
        let Some((keyword, alternatives)) = ["oneOf", "anyOf"]
            .into_iter()
            .find_map(|keyword| Some((keyword, schema.get(keyword)?.as_array()?)))
        else {
            return;
        };
        let Some(property) = discriminator["propertyName"].as_str() else {
            return self.refuse(place, "discriminator", "must have a propertyName");
        };
        let mut names = Vec::new();
        let mut allows_null = false;
        for alternative in alternatives {
            match self.component_of(alternative) {
                Some(name) => names.push(name),
                None if alternative["type"] == "null" => allows_null = true,
                None => {
                    return self.refuse(
                        place,
                        "discriminator",
                        "every alternative must be a reference to a component",
                    );
                }
            }
        }
        let tags = discriminator::tags(&names, discriminator);
        let alternatives = tags.into_iter().map(|(tag, name)| {
            let reference = self.reference(&name, Reference::Plain);
            (tag, reference)
        });
        let alternatives: Vec<_> = alternatives.collect();
        let mut discriminated = discriminator::schema(property, &alternatives);
        if allows_null {
            discriminated = json!({ "anyOf": [{ "type": "null" }, discriminated] });
        }
        written.remove(keyword);
        let parts = written.entry("allOf").or_insert_with(|| json!([]));
        if let Value::Array(parts) = parts {
            parts.push(discriminated);
        }
    }
}

/// The words for patterns (`x-pattern-messages`) that the document has for all of its schemas.
fn messages(document: &Document) -> BTreeMap<String, Value> {
    let messages = document.0["x-pattern-messages"]
        .as_object()
        .into_iter()
        .flatten();
    let by_pattern = messages
        .map(|(pattern, message)| (Value::from(pattern.as_str()).to_string(), message.clone()));
    by_pattern.collect()
}

fn key(name: &str, reference: Reference) -> String {
    match reference {
        Reference::Plain => name.to_owned(),
        Reference::Polymorphic => format!("{name}.polymorphic"),
    }
}

/// A pointer as a URI fragment.
pub fn encoded(pointer: &str) -> String {
    let encode = |byte: u8| match byte {
        byte if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) => {
            char::from(byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    };
    pointer.bytes().map(encode).collect()
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

fn bounds(types: &[String], format: Option<&str>) -> Option<(Value, Value)> {
    let has = |kind: &str| types.iter().any(|own| own == kind);
    if has("number") {
        return (format == Some("float")).then(|| (json!(f32::MIN), json!(f32::MAX)));
    }
    has("integer").then(|| match format {
        Some("int8") => (json!(i8::MIN), json!(i8::MAX)),
        Some("int16") => (json!(i16::MIN), json!(i16::MAX)),
        Some("int32") => (json!(i32::MIN), json!(i32::MAX)),
        Some("uint8") => (json!(0), json!(u8::MAX)),
        Some("uint16") => (json!(0), json!(u16::MAX)),
        Some("uint32") => (json!(0), json!(u32::MAX)),
        Some("uint64") => (json!(0), json!(u64::MAX)),
        _ => (json!(i64::MIN), json!(i64::MAX)),
    })
}
