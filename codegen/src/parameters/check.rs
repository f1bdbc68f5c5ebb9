//! What a parameter says and the runtime cannot do.

use serde_json::Value;

use super::shape::{kinds, properties_of};
use crate::document::Document;
use crate::request::Requests;

const KEYWORDS: [&str; 13] = [
    "name",
    "in",
    "description",
    "required",
    "deprecated",
    "allowEmptyValue",
    "style",
    "explode",
    "allowReserved",
    "schema",
    "content",
    "example",
    "examples",
];

/// Refuses what a parameter says and the runtime cannot do.
pub fn check(document: &Document, requests: &mut Requests, parameter: &Value, pointer: &str) {
    if let Some(schema) = parameter.get("schema") {
        check_nesting(document, requests, parameter, schema, pointer);
    }
    check_content(requests, parameter, pointer);
    for (keyword, _) in parameter.as_object().into_iter().flatten() {
        if !KEYWORDS.contains(&keyword.as_str()) && !keyword.starts_with("x-") {
            requests.refuse(pointer, keyword, "is not a keyword of a parameter");
        }
    }
    let place = parameter["in"].as_str().unwrap_or_default();
    if place == "path" && parameter["required"] != true {
        let reason = "must be true for a parameter in the path";
        requests.refuse(pointer, "required", reason);
    }
    if !["path", "query", "header", "cookie"].contains(&place) {
        let reason = format!("{place:?} is no place for a parameter");
        requests.refuse(pointer, "in", reason);
    }
}

/// A parameter has either a schema or content, which is JSON.
fn check_content(requests: &mut Requests, parameter: &Value, pointer: &str) {
    if let Some(content) = parameter["content"].as_object() {
        let is_json = |name: &String| name == "application/json" || name.ends_with("+json");
        if content.len() != 1 || !content.keys().all(is_json) {
            let reason = "a parameter can have one media type, of JSON";
            requests.refuse(pointer, "content", reason);
        }
    }
    match (parameter.get("schema"), parameter.get("content")) {
        (None, None) => {
            let reason = "a parameter must have a schema, or content";
            requests.refuse(pointer, "schema", reason);
        }
        (Some(_), Some(_)) => {
            let reason = "a parameter with a schema has no content";
            requests.refuse(pointer, "content", reason);
        }
        _ => {}
    }
}

/// Refuses values that OpenAPI has no style for: lists in lists, objects in lists or objects, and lists in cookies.
fn check_nesting(
    document: &Document,
    requests: &mut Requests,
    parameter: &Value,
    schema: &Value,
    pointer: &str,
) {
    let place = parameter["in"].as_str().unwrap_or_default();
    let style = parameter["style"].as_str().unwrap_or(match place {
        "query" | "cookie" => "form",
        _ => "simple",
    });
    let explode = parameter["explode"].as_bool();
    let is_exploded_form = style == "form" && explode.unwrap_or(true);
    let at = format!("{pointer}/schema");
    let has = |schema: &Value, at: &str, names: &[&str]| {
        let kinds = kinds(document, schema, at, 0);
        kinds.iter().any(|kind| names.contains(&kind.as_str()))
    };
    if !has(schema, &at, &["array", "object"]) {
        return;
    }
    if place == "cookie" && is_exploded_form {
        let reason = "a list or an object in a cookie needs `explode: false`";
        return requests.refuse(pointer, "explode", reason);
    }
    let Ok((schema, at)) = document.resolve(schema, &at) else {
        return;
    };
    let mut members = Vec::new();
    if let Some(schema) = schema.as_object() {
        properties_of(document, schema, &at, &mut members, 0);
    }
    let mut within = vec![&schema["items"], &schema["additionalProperties"]];
    within.extend(members.iter().map(|(_, property, _)| property));
    let repeats = is_exploded_form || style == "deepObject";
    let is_nested = within.into_iter().any(|one| has(one, &at, &["object"]))
        || has(&schema["items"], &at, &["array"])
        || !repeats && members.iter().any(|(_, one, _)| has(one, &at, &["array"]));
    if is_nested {
        let name = parameter["name"].as_str().unwrap_or_default();
        let reason =
            format!("the style {style} of {name:?} has no form for lists or objects within");
        requests.refuse(pointer, "style", reason);
    }
}
