//! Parameters and form fields: how their text is read.

use serde_json::{Map, Value};

use crate::document::{Document, escape};
use crate::request::{Requests, types};

/// The Rust expression of a parameter's `orgd_runtime::Parameter`.
pub fn parameter(
    document: &Document,
    requests: &mut Requests,
    parameter: &Value,
    pointer: &str,
) -> String {
    let name = parameter["name"].as_str().unwrap_or_default();
    let place = parameter["in"].as_str().unwrap_or_default();
    let schema = schema(parameter);
    let is_json = parameter.get("content").is_some();
    let shape = match is_json {
        true => "Shape::STRING".to_owned(),
        false => shape(
            document,
            requests,
            &schema.0,
            &format!("{pointer}{}", schema.1),
            0,
        ),
    };
    let mut code = format!("Parameter::{place}({name:?}, {shape})");
    if place != "path" && parameter["required"] == true {
        code.push_str(".required()");
    }
    if parameter["allowEmptyValue"] == true {
        code.push_str(".allow_empty()");
    }
    match is_json {
        true => code.push_str(".style(Style::Json)"),
        false => {
            if let Some(style) = style(requests, parameter, place, pointer) {
                code.push_str(&format!(".style({style})"));
            }
        }
    }
    code
}

/// The schema of a parameter, and where it stands in the parameter.
pub fn schema(parameter: &Value) -> (Value, String) {
    match parameter["content"]
        .as_object()
        .and_then(|content| content.iter().next())
    {
        Some((media_type, media)) => (
            media["schema"].clone(),
            format!("/content/{}/schema", escape(media_type)),
        ),
        None => (
            parameter
                .get("schema")
                .cloned()
                .unwrap_or(Value::Bool(true)),
            "/schema".to_owned(),
        ),
    }
}

/// Refuses what a parameter says and the runtime cannot do.
pub fn check(requests: &mut Requests, parameter: &Value, pointer: &str) {
    if let Some(content) = parameter["content"].as_object() {
        let is_json = |name: &String| name == "application/json" || name.ends_with("+json");
        if content.len() != 1 || !content.keys().all(is_json) {
            requests.refuse(
                pointer,
                "content",
                "a parameter can have one media type, of JSON",
            );
        }
    }
    let known = [
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
    for keyword in parameter
        .as_object()
        .into_iter()
        .flatten()
        .map(|(keyword, _)| keyword)
    {
        if !known.contains(&keyword.as_str()) && !keyword.starts_with("x-") {
            requests.refuse(pointer, keyword, "is not a keyword of a parameter");
        }
    }
    let has = |keyword: &str| parameter.get(keyword).is_some();
    match (has("schema"), has("content")) {
        (false, false) => requests.refuse(
            pointer,
            "schema",
            "a parameter must have a schema, or content",
        ),
        (true, true) => requests.refuse(
            pointer,
            "content",
            "a parameter with a schema has no content",
        ),
        _ => {}
    }
    let place = parameter["in"].as_str().unwrap_or_default();
    if place == "path" && parameter["required"] != true {
        requests.refuse(
            pointer,
            "required",
            "must be true for a parameter in the path",
        );
    }
    if !["path", "query", "header", "cookie"].contains(&place) {
        requests.refuse(
            pointer,
            "in",
            format!("{place:?} is no place for a parameter"),
        );
    }
}

fn style(requests: &mut Requests, parameter: &Value, place: &str, pointer: &str) -> Option<String> {
    let style = parameter["style"].as_str();
    let explode = parameter["explode"].as_bool();
    if style.is_none() && explode.is_none() {
        return None;
    }
    let style = style.unwrap_or(match place {
        "query" | "cookie" | "field" => "form",
        _ => "simple",
    });
    let is_possible = match place {
        "path" => ["simple", "label", "matrix"].contains(&style),
        "header" => style == "simple",
        "cookie" => style == "form",
        _ => ["form", "spaceDelimited", "pipeDelimited", "deepObject"].contains(&style),
    };
    if !is_possible {
        requests.refuse(
            pointer,
            "style",
            format!("{style:?} is not a style of a {place} parameter"),
        );
        return None;
    }
    Some(spelled(style, explode.unwrap_or(style == "form")))
}

fn spelled(style: &str, explode: bool) -> String {
    match style {
        "simple" => format!("Style::Simple {{ explode: {explode} }}"),
        "label" => format!("Style::Label {{ explode: {explode} }}"),
        "matrix" => format!("Style::Matrix {{ explode: {explode} }}"),
        "spaceDelimited" if !explode => "Style::SpaceDelimited".to_owned(),
        "pipeDelimited" if !explode => "Style::PipeDelimited".to_owned(),
        "deepObject" => "Style::DeepObject".to_owned(),
        // Exploded, the delimited styles repeat the name, as form does.
        _ => format!("Style::Form {{ explode: {explode} }}"),
    }
}

/// The Rust expression of the style that `encoding` gives to a field of a form.
pub fn field_style(field: &Value) -> Option<String> {
    let style = field["style"].as_str();
    let explode = field["explode"].as_bool();
    if style.is_none() && explode.is_none() {
        return None;
    }
    Some(spelled(
        style.unwrap_or("form"),
        explode.unwrap_or(style.is_none_or(|style| style == "form")),
    ))
}

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

/// The Rust expression of the scalar kinds of a text.
pub fn scalar(kinds: &[String]) -> String {
    let has = |kind: &str| kinds.iter().any(|own| own == kind);
    let order = [
        ("null", "Null"),
        ("boolean", "Boolean"),
        ("integer", "Integer"),
        ("number", "Number"),
        ("string", "String"),
    ];
    let own: Vec<_> = order
        .into_iter()
        .filter(|(kind, _)| has(kind))
        .map(|(_, name)| name)
        .collect();
    match own[..] {
        [] | ["String"] => "Shape::STRING".to_owned(),
        ["Integer"] => "Shape::INTEGER".to_owned(),
        ["Number"] => "Shape::NUMBER".to_owned(),
        ["Boolean"] => "Shape::BOOLEAN".to_owned(),
        _ => {
            let own: Vec<_> = own.iter().map(|name| format!("Scalar::{name}")).collect();
            format!("Shape::Scalar(&[{}])", own.join(", "))
        }
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
