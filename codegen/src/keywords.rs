//! Whether the value of a keyword is one that JSON Schema defines.

use serde_json::{Map, Value};

/// Keywords that hold schemas, and `default` and `enum`, which hold anything: only their outside is checked here.
const LISTS: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
const OBJECTS: [&str; 5] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "discriminator",
];
const CHECKED: [&str; 24] = [
    "type",
    "enum",
    "multipleOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "format",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxContains",
    "minContains",
    "maxProperties",
    "minProperties",
    "required",
    "dependentRequired",
    "readOnly",
    "writeOnly",
    "contentEncoding",
    "contentMediaType",
];

/// The keywords of a schema whose values are not what JSON Schema allows, each with the reason.
pub fn diagnostics(schema: &Map<String, Value>) -> Vec<(String, String)> {
    let mut diagnostics = Vec::new();
    let mut checked = Map::new();
    for (keyword, value) in schema {
        let name = keyword.as_str();
        let is_list = value.as_array().is_some_and(|list| !list.is_empty());
        if LISTS.contains(&name) && !is_list {
            diagnostics.push((keyword.clone(), "must be a list of schemas".to_owned()));
        } else if OBJECTS.contains(&name) && !value.is_object() {
            diagnostics.push((keyword.clone(), "must be an object".to_owned()));
        } else if CHECKED.contains(&name) {
            checked.insert(keyword.clone(), value.clone());
        }
    }
    let checked = Value::Object(checked);
    for error in jsonschema::draft202012::meta::validator().iter_errors(&checked) {
        let place = error.instance_path().to_string();
        let keyword = place.split('/').nth(1).unwrap_or_default().to_owned();
        diagnostics.push((keyword, error.to_string().replace('\n', " ")));
    }
    diagnostics
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::diagnostics;

    #[test]
    fn names_the_keyword_with_a_wrong_value() {
        let schemas = [
            (
                json!({ "minimum": 0, "exclusiveMinimum": true }),
                "exclusiveMinimum",
            ),
            (json!({ "minLength": -1 }), "minLength"),
            (json!({ "type": "text" }), "type"),
            (json!({ "required": "a" }), "required"),
            (json!({ "allOf": {} }), "allOf"),
            (json!({ "oneOf": [] }), "oneOf"),
            (json!({ "properties": [] }), "properties"),
            (json!({ "enum": "a" }), "enum"),
            (json!({ "multipleOf": 0 }), "multipleOf"),
        ];
        for (schema, keyword) in schemas {
            let diagnostics = diagnostics(schema.as_object().unwrap());
            assert_eq!(diagnostics[0].0, keyword, "{schema}: {diagnostics:?}");
        }
        let sound =
            json!({ "type": ["string", "null"], "enum": [1], "properties": { "minimum": true } });
        assert_eq!(diagnostics(sound.as_object().unwrap()), []);
    }
}
