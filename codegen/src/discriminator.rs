//! Discriminators: which schema the value of a property names.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::document::Document;

/// Which components inherit from which, by `allOf`.
#[derive(Debug, Default)]
pub struct Inheritance {
    heirs: BTreeMap<String, Vec<String>>,
}

impl Inheritance {
    /// The inheritance among the components of a document.
    pub fn of(document: &Document) -> Self {
        let mut heirs = BTreeMap::<String, Vec<String>>::new();
        for (name, schema) in document.0["components"]["schemas"]
            .as_object()
            .into_iter()
            .flatten()
        {
            for part in schema["allOf"].as_array().into_iter().flatten() {
                if let Some(base) = component(part) {
                    heirs.entry(base).or_default().push(name.clone());
                }
            }
        }
        Self { heirs }
    }

    /// Whether components inherit from this one.
    pub fn is_base(&self, name: &str) -> bool {
        self.heirs.contains_key(name)
    }

    /// The values of the discriminator of a base, each with the component that it names.
    pub fn targets(&self, base: &str, discriminator: &Value) -> Vec<(String, String)> {
        let mut names = Vec::new();
        let mut waiting = vec![base.to_owned()];
        while let Some(name) = waiting.pop() {
            for heir in self.heirs.get(&name).into_iter().flatten() {
                if !names.contains(heir) {
                    names.push(heir.clone());
                    waiting.push(heir.clone());
                }
            }
        }
        tags(&names, discriminator)
    }
}

/// The discriminator of a base schema, which lists no alternatives itself.
pub fn of(schema: &Value) -> Option<&Value> {
    let lists = schema.get("oneOf").is_some() || schema.get("anyOf").is_some();
    schema.get("discriminator").filter(|_| !lists)
}

/// The values of a discriminator, each with the component that it names: those of `mapping`, and the names of the
/// components that `mapping` does not have.
pub fn tags(names: &[String], discriminator: &Value) -> Vec<(String, String)> {
    let mapping = discriminator["mapping"].as_object().into_iter().flatten();
    let mapped = mapping.filter_map(|(tag, target)| {
        let target = target.as_str()?;
        let name = target
            .strip_prefix("#/components/schemas/")
            .unwrap_or(target);
        Some((tag.clone(), name.to_owned()))
    });
    let mut tags: Vec<_> = mapped.collect();
    for name in names {
        if !tags.iter().any(|(_, target)| target == name) {
            tags.push((name.clone(), name.clone()));
        }
    }
    tags
}

/// The JSON Schema that a discriminator stands for: the property is there, and what it names holds.
pub fn schema(property: &str, alternatives: &[(String, Value)]) -> Value {
    let tags: Vec<_> = alternatives.iter().map(|(tag, _)| tag).collect();
    let named = alternatives.iter().map(|(tag, schema)| {
        json!({ "if": { "required": [property], "properties": { property: { "const": tag } } }, "then": schema })
    });
    json!({
        "type": "object",
        "required": [property],
        "properties": { property: { "enum": tags } },
        "allOf": named.collect::<Vec<_>>(),
    })
}

/// The component that a reference names.
pub fn component(schema: &Value) -> Option<String> {
    let name = schema
        .get("$ref")?
        .as_str()?
        .strip_prefix("#/components/schemas/")?;
    Some(name.to_owned())
}
