//! The JSON value that a text stands for.

use serde_json::{Map, Value};

use crate::document::{Document, escape};
use crate::request::{Requests, types};

/// The Rust expression of the `orgd_runtime::Shape` of a schema.
pub fn shape(
    document: &Document,
    requests: &mut Requests,
    schema: &Value,
    pointer: &str,
    depth: usize,
) -> String {
    let Ok((schema, at)) = document.resolve(schema, pointer) else {
        return "Shape::STRING".to_owned();
    };
    let empty = Map::new();
    let members = schema.as_object().unwrap_or(&empty);
    let kinds = kinds(document, schema, &at, 0);
    let has = |kind: &str| kinds.iter().any(|own| own == kind);
    if depth > 8 {
        return "Shape::STRING".to_owned();
    }
    if has("array") {
        let items = match members.get("items") {
            Some(items) => shape(document, requests, items, &format!("{at}/items"), depth + 1),
            None => "Shape::STRING".to_owned(),
        };
        return format!("Shape::Array(&{items})");
    }
    if has("object") {
        return object(document, requests, members, &at, depth);
    }
    scalar(&kinds)
}

fn object(
    document: &Document,
    requests: &mut Requests,
    schema: &Map<String, Value>,
    at: &str,
    depth: usize,
) -> String {
    let mut properties = Vec::new();
    properties_of(document, schema, at, &mut properties, 0);
    let properties = properties.into_iter().map(|(name, property, at)| {
        format!(
            "({name:?}, {})",
            shape(document, requests, &property, &at, depth + 1)
        )
    });
    let properties: Vec<_> = properties.collect();
    let additional = match schema.get("additionalProperties") {
        Some(Value::Bool(false)) => "None".to_owned(),
        Some(additional @ Value::Object(_)) => {
            let place = format!("{at}/additionalProperties");
            format!(
                "Some(&{})",
                shape(document, requests, additional, &place, depth + 1)
            )
        }
        Some(_) => "Some(&Shape::STRING)".to_owned(),
        // An object of nothing but unnamed members takes every name.
        None if properties.is_empty() => "Some(&Shape::STRING)".to_owned(),
        None => "None".to_owned(),
    };
    format!(
        "Shape::Object {{ properties: &[{}], additional: {additional} }}",
        properties.join(", ")
    )
}

/// The properties of an object schema and of the parts of its `allOf`, `oneOf` and `anyOf`.
pub fn properties_of(
    document: &Document,
    schema: &Map<String, Value>,
    at: &str,
    found: &mut Vec<(String, Value, String)>,
    depth: usize,
) {
    for keyword in ["allOf", "oneOf", "anyOf"] {
        for (index, part) in schema
            .get(keyword)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .enumerate()
        {
            if let Ok((part, at)) = document.resolve(part, &format!("{at}/{keyword}/{index}"))
                && let Some(part) = part.as_object()
                && depth < 8
            {
                properties_of(document, part, &at, found, depth + 1);
            }
        }
    }
    for (name, property) in schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        found.retain(|(own, ..)| own != name);
        found.push((
            name.clone(),
            property.clone(),
            format!("{at}/properties/{}", escape(name)),
        ));
    }
}

/// The Rust expression of the `orgd_runtime::Shape` of a text that stands for a scalar.
fn scalar(kinds: &[String]) -> String {
    match &*scalars(kinds) {
        "&[Scalar::String]" => "Shape::STRING".to_owned(),
        "&[Scalar::Integer]" => "Shape::INTEGER".to_owned(),
        "&[Scalar::Number]" => "Shape::NUMBER".to_owned(),
        "&[Scalar::Boolean]" => "Shape::BOOLEAN".to_owned(),
        kinds => format!("Shape::Scalar({kinds})"),
    }
}

/// The Rust expression of the scalar kinds of a text; a string if there is none.
pub fn scalars(kinds: &[String]) -> String {
    let order = [
        ("null", "Scalar::Null"),
        ("boolean", "Scalar::Boolean"),
        ("integer", "Scalar::Integer"),
        ("number", "Scalar::Number"),
        ("string", "Scalar::String"),
    ];
    let own = order
        .into_iter()
        .filter(|(kind, _)| kinds.iter().any(|own| own == kind));
    let own: Vec<_> = own.map(|(_, name)| name).collect();
    match own.is_empty() {
        true => "&[Scalar::String]".to_owned(),
        false => format!("&[{}]", own.join(", ")),
    }
}

/// Whether a schema allows nothing but strings, or says nothing of the type.
pub fn is_text(document: &Document, schema: &Value, pointer: &str) -> bool {
    let kinds = kinds(document, schema, pointer, 0);
    kinds.iter().all(|kind| kind == "string")
}

/// The JSON types that a schema allows, as far as it names them.
pub fn kinds(document: &Document, schema: &Value, pointer: &str, depth: usize) -> Vec<String> {
    let Ok((schema, at)) = document.resolve(schema, pointer) else {
        return Vec::new();
    };
    let Some(members) = schema.as_object().filter(|_| depth < 8) else {
        return Vec::new();
    };
    let mut found = types(members);
    if found.is_empty() {
        let values = members
            .get("enum")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        found.extend(values.iter().chain(members.get("const")).map(kind_of));
    }
    if found.is_empty() {
        for keyword in ["allOf", "oneOf", "anyOf"] {
            for part in members
                .get(keyword)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
            {
                found.extend(kinds(document, part, &at, depth + 1));
            }
        }
    }
    if found.is_empty() && members.contains_key("properties") {
        found.push("object".to_owned());
    }
    found
}

fn kind_of(value: &Value) -> String {
    match value {
        Value::String(_) => "string",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::Bool(_) => "boolean",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::Null => "null",
    }
    .to_owned()
}
