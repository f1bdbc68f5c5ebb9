//! The upgrade of documents in OpenAPI 3.0.

use serde_json::{Map, Value, json};

/// Members that hold values by name, where a name such as `default` is no keyword.
const MAPS: [&str; 13] = [
    "callbacks",
    "content",
    "encoding",
    "headers",
    "links",
    "parameters",
    "patternProperties",
    "paths",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
];

/// Members that hold a value, which may look like a schema.
const VALUES: [&str; 5] = ["const", "default", "enum", "example", "examples"];

/// Says in JSON Schema 2020-12 what the schemas of OpenAPI 3.0 say.
pub fn upgrade(document: &mut Value) {
    document["openapi"] = json!("3.1.0");
    each_object(document, false);
}

fn each_object(value: &mut Value, is_map: bool) {
    match value {
        Value::Object(members) => {
            if !is_map {
                exclusive_bounds(members);
                if members.get("nullable").is_some_and(Value::is_boolean)
                    && members.remove("nullable") == Some(json!(true))
                {
                    allow_null(members);
                }
            }
            for (name, member) in members {
                if is_map {
                    each_object(member, false);
                } else if !VALUES.contains(&name.as_str()) {
                    each_object(member, MAPS.contains(&name.as_str()));
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| each_object(item, false)),
        _ => {}
    }
}

/// `exclusiveMinimum` and `exclusiveMaximum` were booleans.
fn exclusive_bounds(schema: &mut Map<String, Value>) {
    for (exclusive, bound) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        match schema.get(exclusive) {
            Some(Value::Bool(true)) => {
                if let Some(limit) = schema.remove(bound) {
                    schema.insert(exclusive.to_owned(), limit);
                }
            }
            Some(Value::Bool(false)) => drop(schema.remove(exclusive)),
            _ => {}
        }
    }
}

fn allow_null(schema: &mut Map<String, Value>) {
    if let Some(Value::String(kind)) = schema.get("type").cloned() {
        schema.insert("type".to_owned(), json!([kind, "null"]));
        if let Some(Value::Array(values)) = schema.get_mut("enum")
            && !values.contains(&Value::Null)
        {
            values.push(Value::Null);
        }
        return;
    }
    for keyword in ["oneOf", "anyOf", "allOf", "$ref"] {
        if let Some(value) = schema.remove(keyword) {
            let mut part = Map::from_iter([(keyword.to_owned(), value)]);
            part.extend(schema.remove_entry("discriminator"));
            let parts = json!([part, { "type": "null" }]);
            schema.insert("anyOf".to_owned(), parts);
            return;
        }
    }
}
