//! References to schemas, and discriminators.

use serde_json::{Map, Value, json};

use super::Requests;
use crate::discriminator;
use crate::document::{escape, unescape};

/// How a component is referred to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference {
    /// As it is written.
    Plain,
    /// As a base: its discriminator selects one of the schemas that inherit from it.
    Polymorphic,
}

impl Requests<'_> {
    pub(super) fn component(&mut self, name: &str, reference: Reference) {
        let place = format!("/components/schemas/{}", escape(name));
        let schema = self.document.0.pointer(&place).cloned().unwrap_or_default();
        let written = match reference {
            Reference::Plain => self.rewrite(&schema, &place),
            Reference::Polymorphic => self.polymorphic(name, &schema),
        };
        self.components.insert(key(name, reference), written);
    }

    /// A base schema with a discriminator: a value must be valid against the heir that it names.
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

    pub(super) fn reference(&mut self, name: &str, reference: Reference) -> Value {
        let key = key(name, reference);
        if !self.components.contains_key(&key) {
            self.components.insert(key.clone(), Value::Bool(true));
            self.waiting.push((name.to_owned(), reference));
        }
        json!({ "$ref": format!("#/components/schemas/{}", encoded(&escape(&key))) })
    }

    pub(super) fn component_of(&self, schema: &Value) -> Option<String> {
        let target = self
            .document
            .target(schema.get("$ref")?.as_str()?, "")
            .ok()?;
        let name = target.strip_prefix("/components/schemas/")?;
        (!name.contains('/')).then(|| unescape(name))
    }

    pub(super) fn referring(
        &mut self,
        value: &Value,
        place: &str,
        written: &mut Map<String, Value>,
    ) {
        let reference = value.as_str().unwrap_or_default();
        let target = match self.document.target(reference, place) {
            Ok(target) => target,
            Err(diagnostic) => return self.refuse(place, "$ref", diagnostic.reason),
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
            // A schema that is not a component is copied to its use. Only components can be recursive.
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

    /// `oneOf` or `anyOf` with a discriminator: a value must be valid against the alternative that it names.
    pub(super) fn discriminate(
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
