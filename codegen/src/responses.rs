//! Responses: their status, headers and bodies.

use serde_json::{Value, json};

use crate::bodies::beyond_bytes;
use crate::document::{Document, Operation, escape};
use crate::models::{Models, doc_of, paragraph};
use crate::names::{Unique, field_name, variant_name};
use crate::request::Requests;

/// The responses of an operation that its method returns: every one but those of errors, which the product's envelope
/// renders.
#[derive(Debug, Default)]
pub struct Responses {
    /// The variants of the response.
    pub variants: Vec<Value>,
    /// Enumerations of several media types.
    pub choices: Vec<Value>,
    /// The media types between which the client chooses.
    pub produces: Vec<String>,
}

/// The responses of an operation.
pub fn responses(
    document: &Document,
    operation: &Operation,
    name: &str,
    requests: &mut Requests,
    models: &mut Models,
) -> Responses {
    let mut found = Responses::default();
    for (status, response) in operation.value["responses"]
        .as_object()
        .into_iter()
        .flatten()
    {
        let at = format!("{}/responses/{status}", operation.pointer);
        if status.starts_with("x-") {
            continue;
        }
        if let Ok((response, at)) = document.resolve(response, &at) {
            if status.starts_with(['4', '5']) {
                error(response, &at, &format!("{} {status}", operation.id), models);
                continue;
            }
            check(document, response, &at, requests);
            variant(document, name, status, response, &at, models, &mut found);
        }
    }
    found
}

/// Refuses bodies with more structure than their media type can be given.
fn check(document: &Document, response: &Value, at: &str, requests: &mut Requests) {
    for (media_type, media) in response["content"].as_object().into_iter().flatten() {
        let essence = essence(media_type);
        let is_structured = essence == "application/json"
            || essence.ends_with("+json")
            || essence == "text/event-stream"
            || essence.contains('*');
        let place = format!("{at}/content/{}/schema", escape(media_type));
        let schema = media.get("schema").unwrap_or(&Value::Bool(true));
        let is_text = essence.starts_with("text/") && !essence.contains("xml");
        let is_scalar = is_text && crate::parameters::is_text(document, schema, &place);
        if is_structured || is_scalar {
            continue;
        }
        if let Some(keyword) = beyond_bytes(document, schema, &place) {
            let reason =
                format!("a body of {media_type} cannot be made of a schema with {keyword}");
            requests.refuse(&place, media_type, reason);
        }
    }
}

/// A media type without its parameters, in lower case.
fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_lowercase()
}

/// Models of the bodies of an error.
fn error(response: &Value, at: &str, hint: &str, models: &mut Models) {
    for (media_type, media) in response["content"].as_object().into_iter().flatten() {
        let place = format!("{at}/content/{}/schema", escape(media_type));
        models.of(&media["schema"], &place, hint);
    }
}

fn variant(
    document: &Document,
    owner: &str,
    status: &str,
    response: &Value,
    at: &str,
    models: &mut Models,
    found: &mut Responses,
) {
    let name = match status {
        "default" => "Default".to_owned(),
        status => format!("Status{}", status.to_uppercase()),
    };
    let is_range = status.parse::<u16>().is_err();
    let hint = format!("{owner} {status} response");
    let content: Vec<_> = response["content"]
        .as_object()
        .into_iter()
        .flatten()
        .collect();
    let mut bodies = Vec::new();
    for (media_type, media) in &content {
        let place = format!("{at}/content/{}/schema", escape(media_type));
        bodies.push(body(media_type, &media["schema"], &place, &hint, models));
    }
    let doc = paragraph(response["description"].as_str().unwrap_or_default());
    let body = match &bodies[..] {
        [] => None,
        [(kind, render)] => Some(json!({ "type": kind, "render": render })),
        _ => {
            for (media_type, _) in &content {
                if !found.produces.contains(media_type) {
                    found.produces.push((*media_type).clone());
                }
            }
            Some(choice(owner, &name, &content, &bodies, found))
        }
    };
    let headers = headers(document, response, at);
    found.variants.push(json!({
        "name": name,
        "doc": doc,
        "isRange": is_range,
        "status": status,
        "hasHeaders": !headers.is_empty(),
        "headers": headers,
        "body": body,
    }));
}

/// An enumeration of the media types of a response.
fn choice(
    owner: &str,
    variant: &str,
    content: &[(&String, &Value)],
    bodies: &[(String, String)],
    found: &mut Responses,
) -> Value {
    let name = format!("{owner}{variant}Body");
    let mut names = Unique::default();
    let variants = content.iter().zip(bodies).map(|((media_type, _), (kind, render))| {
        json!({
            "doc": format!("`{media_type}`"),
            "name": names.claim(variant_name(&media_type.replace(['/', '*', '+', '.', '-'], " "))),
            "type": kind,
            "render": render,
        })
    });
    let variants: Vec<_> = variants.collect();
    found
        .choices
        .push(json!({ "name": name, "variants": variants }));
    json!({ "type": name, "render": "body.into_response()" })
}

/// The type of a body, and the expression that renders `body`.
fn body(
    media_type: &str,
    schema: &Value,
    place: &str,
    hint: &str,
    models: &mut Models,
) -> (String, String) {
    let essence = essence(media_type);
    if essence == "application/json" {
        (
            models.of(schema, place, hint).code(),
            "Json(body)".to_owned(),
        )
    } else if essence.ends_with("+json") {
        (
            models.of(schema, place, hint).code(),
            format!("output::json({media_type:?}, &body)"),
        )
    } else if essence == "text/event-stream" {
        ("output::Events".to_owned(), "body".to_owned())
    } else if essence.starts_with("text/") {
        let full = if media_type.contains("charset") {
            media_type.to_owned()
        } else {
            format!("{media_type}; charset=utf-8")
        };
        (
            "String".to_owned(),
            format!("output::typed({full:?}, body)"),
        )
    } else if essence.contains('*') {
        // A range: the operation says which media type it is.
        ("Response".to_owned(), "body".to_owned())
    } else {
        (
            "axum::body::Body".to_owned(),
            format!("output::typed({media_type:?}, body)"),
        )
    }
}

fn headers(document: &Document, response: &Value, at: &str) -> Vec<Value> {
    let mut names = Unique::default();
    let headers = response["headers"].as_object().into_iter().flatten();
    let headers = headers.filter_map(|(name, header)| {
        let (header, at) = document.resolve(header, &format!("{at}/headers/{}", escape(name))).ok()?;
        let is_everywhere = header["x-on-every-response"] == true || header["schema"]["x-on-every-response"] == true;
        if is_everywhere || name.eq_ignore_ascii_case("content-type") {
            return None;
        }
        let (schema, _) = document.resolve(&header["schema"], &format!("{at}/schema")).ok()?;
        // A text may hold what no header can: the operation makes the value.
        let kind = match schema["type"].as_str() {
            Some("integer") => "i64".to_owned(),
            Some("number") => "f64".to_owned(),
            Some("boolean") => "bool".to_owned(),
            _ => "HeaderValue".to_owned(),
        };
        let kind = if header["required"] == true { kind } else { format!("Option<{kind}>") };
        let doc = doc_of(header);
        Some(json!({ "json": name, "name": names.claim(field_name(name)), "type": kind, "doc": doc }))
    });
    headers.collect()
}
