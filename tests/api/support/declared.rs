//! The responses that the document declares, and the check that a response is one of them.

use jsonschema::{Draft, Validator};
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use serde_json::{Value, json};

use super::Answer;

/// A response that the document declares.
pub struct DeclaredResponse {
    pub status: u16,
    headers: Vec<DeclaredHeader>,
    body: Option<Validator>,
}

struct DeclaredHeader {
    name: String,
    is_required: bool,
    is_number: bool,
    schema: Validator,
}

/// Headers of HTTP itself, which the contract does not need to name.
const PLAIN_HEADERS: [&str; 5] = [
    "content-type",
    "content-length",
    "vary",
    "date",
    "x-content-type-options",
];

impl DeclaredResponse {
    pub fn read(document: &Value, status: &str, response: &Value) -> Self {
        let response = resolve(document, response);
        let headers = response["headers"].as_object().into_iter().flatten();
        let content = response["content"].as_object().into_iter().flatten();
        let types: Vec<_> = content.map(|(content_type, _)| content_type).collect();
        assert!(
            types.iter().all(|name| *name == "application/json"),
            "no check knows how to read {types:?}"
        );
        let schema = &response["content"]["application/json"]["schema"];
        Self {
            status: status.parse().unwrap(),
            headers: headers
                .map(|(name, header)| DeclaredHeader::read(document, name, header))
                .collect(),
            body: schema.is_object().then(|| closed(document, schema)),
        }
    }

    /// A rule that the document states only as text: responses to unknown paths and unknown methods have the
    /// envelope of their surface.
    pub fn to_strays(document: &Value, envelope: &str) -> Vec<Self> {
        let mut response = failure(envelope);
        let unknown_path = Self::read(document, "404", &response);
        let methods = json!({ "pattern": "^[A-Z]+(, ?[A-Z]+)*$" });
        response["headers"]["Allow"] = json!({ "required": true, "schema": methods });
        vec![unknown_path, Self::read(document, "405", &response)]
    }

    /// The responses to malformed HTTP, which the document describes in its introduction only.
    pub fn to_improper(document: &Value, envelope: &str) -> Vec<Self> {
        ["400", "414", "431", "501"]
            .map(|status| Self::read(document, status, &failure(envelope)))
            .into()
    }

    /// Whether the response declares a body.
    pub fn has_body(&self) -> bool {
        self.body.is_some()
    }

    /// Fails unless the response has exactly these headers and this body.
    pub fn check(&self, method: &Method, answer: &Answer, place: &str) {
        for header in &self.headers {
            header.check(&answer.headers, place);
        }
        for name in answer.headers.keys() {
            let is_plain = PLAIN_HEADERS.contains(&name.as_str());
            let is_known = self
                .headers
                .iter()
                .any(|header| header.name == name.as_str());
            assert!(is_plain || is_known, "undeclared header {name} in {place}");
        }
        let content_type = answer.headers.get(CONTENT_TYPE);
        let expected = self.has_body().then_some("application/json");
        assert!(
            content_type.map(|value| value.as_bytes()) == expected.map(str::as_bytes),
            "undeclared content type {content_type:?} in {place}"
        );
        match &self.body {
            Some(schema) if method != Method::HEAD => assert_valid(schema, &answer.body, place),
            _ => assert_eq!(answer.body, Value::Null, "undeclared body in {place}"),
        }
    }
}

/// The declaration of an error in that envelope.
fn failure(envelope: &str) -> Value {
    let schema = json!({ "$ref": format!("#/components/schemas/{envelope}") });
    json!({
        "headers": {
            "X-Request-Id": { "$ref": "#/components/headers/X-Request-Id" },
            "Cache-Control": { "required": true, "schema": { "const": "no-store" } },
        },
        "content": { "application/json": { "schema": schema } },
    })
}

impl DeclaredHeader {
    fn read(document: &Value, name: &str, header: &Value) -> Self {
        let header = resolve(document, header);
        let schema = resolve(document, &header["schema"]);
        Self {
            name: name.to_lowercase(),
            is_required: header["required"] == true,
            is_number: schema["type"] == "integer",
            schema: compile(schema),
        }
    }

    fn check(&self, headers: &HeaderMap, place: &str) {
        let values: Vec<_> = headers.get_all(&self.name).iter().collect();
        let name = &self.name;
        let [value] = values[..] else {
            let is_fine = values.is_empty() && !self.is_required;
            assert!(is_fine, "{} of {name} in {place}", values.len());
            return;
        };
        let text = value.to_str().unwrap();
        let value = match self.is_number {
            true => serde_json::from_str(text).unwrap_or(Value::Null),
            false => json!(text),
        };
        assert_valid(&self.schema, &value, &format!("{name} {text:?} in {place}"));
    }
}

fn assert_valid(schema: &Validator, value: &Value, place: &str) {
    let faults = schema.iter_errors(value).map(|fault| fault.to_string());
    let faults: Vec<_> = faults.collect();
    assert!(faults.is_empty(), "{faults:?} in {place}");
}

/// Compiles a response's schema so that unknown members are violations. The document leaves
/// responses open for clients, but the server must not send undocumented members.
fn closed(document: &Value, schema: &Value) -> Validator {
    let mut components = document["components"].clone();
    for schema in components["schemas"].as_object_mut().unwrap().values_mut() {
        close(schema);
    }
    compile(&json!({ "allOf": [schema], "components": components }))
}

fn compile(schema: &Value) -> Validator {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .build(schema)
        .unwrap()
}

/// Closes a schema and the schemas within it.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members.values_mut().for_each(close);
            if members.contains_key("properties") {
                members.insert("additionalProperties".to_owned(), json!(false));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

pub fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap(),
        None => value,
    }
}
