//! Parameters and form fields: how their text is read.

mod check;
mod shape;

use serde_json::Value;

use crate::document::{Document, escape};
use crate::request::Requests;

pub use check::check;
pub use shape::{is_text, kinds, properties_of, scalars, shape};

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
