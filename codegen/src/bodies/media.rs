//! One media type of a request body.

use serde_json::Value;

use super::Media;
use crate::document::{Document, Operation};
use crate::models::Models;
use crate::parameters::{kinds, scalars};
use crate::request::Requests;

/// Media types whose bodies are one text.
const TEXTS: [&str; 4] = ["text/plain", "text/csv", "text/markdown", "text/html"];

/// Reads what the document says of the bodies of an operation.
pub struct Reader<'r, 'd> {
    pub document: &'d Document,
    pub operation: &'r Operation,
    /// The name of the operation, for the types of its body.
    pub name: &'r str,
    pub requests: &'r mut Requests<'d>,
    pub models: &'r mut Models<'d>,
    /// Structs of forms with files.
    pub forms: Vec<Value>,
}

impl Reader<'_, '_> {
    /// How a media type is read, and its JSON Schema; `None` if it cannot be read.
    pub fn media(&mut self, range: &str, content: &Value, at: &str) -> Option<(Media, Value)> {
        let schema = content.get("schema").cloned().unwrap_or(Value::Bool(true));
        let place = format!("{at}/schema");
        let essence = range.split(';').next().unwrap_or_default();
        let essence = essence.trim().to_lowercase();
        if essence == "multipart/form-data" {
            return Some(self.multipart(range, content, &schema, &place));
        }
        if essence.contains("xml") || essence == "multipart/mixed" {
            self.attribute_to_operation(at);
            let reason = "bodies of this media type cannot be read";
            self.requests.refuse(at, range, reason);
            return None;
        }
        let (code, kind) = if essence == "application/json" || essence.ends_with("+json") {
            ("MediaKind::Json".to_owned(), self.model(&schema, &place))
        } else if essence == "application/x-www-form-urlencoded" {
            let fields = self.fields(&schema, content, &place).join(", ");
            let code = format!("MediaKind::Form(&[{fields}])");
            (code, self.model(&schema, &place))
        } else if TEXTS.contains(&&*essence) {
            self.text(&schema, &place)
        } else {
            return Some(self.bytes(range, &schema, &place));
        };
        let written = (self.requests).schema(&self.operation.id, &schema, &place);
        Some((Media::new(range, &code, kind, "input.body()?"), written))
    }

    fn model(&mut self, schema: &Value, place: &str) -> String {
        let hint = format!("{} body", self.name);
        self.models.of(schema, place, &hint).code()
    }

    fn text(&mut self, schema: &Value, place: &str) -> (String, String) {
        let kinds = kinds(self.document, schema, place, 0);
        let kind = match kinds.is_empty() {
            true => "String".to_owned(),
            false => self.model(schema, place),
        };
        (format!("MediaKind::Text({})", scalars(&kinds)), kind)
    }

    /// Bytes as they are. Their schema can say no more than how many they are.
    fn bytes(&mut self, range: &str, schema: &Value, place: &str) -> (Media, Value) {
        self.attribute_to_operation(place);
        if let Some(keyword) = beyond_bytes(self.document, schema, place) {
            let reason = format!("cannot be checked in a body of {range}");
            self.requests.refuse(place, &keyword, reason);
        }
        let (min, max) = lengths(schema);
        let code = format!("MediaKind::Bytes {{ min: {min}, max: {max} }}");
        let kind = "axum::body::Bytes".to_owned();
        let media = Media::new(range, &code, kind, "input.bytes()");
        (media, Value::Bool(true))
    }

    /// Attributes what is refused next to this operation.
    pub(super) fn attribute_to_operation(&mut self, place: &str) {
        (self.requests).schema(&self.operation.id, &Value::Bool(true), place);
    }
}

/// The first keyword that a body of bytes cannot keep to.
pub fn beyond_bytes(document: &Document, schema: &Value, place: &str) -> Option<String> {
    let Ok((schema, _)) = document.resolve(schema, place) else {
        return Some("$ref".to_owned());
    };
    let known = [
        "title",
        "description",
        "example",
        "examples",
        "deprecated",
        "externalDocs",
        "minLength",
        "maxLength",
        "contentMediaType",
    ];
    let mut members = schema.as_object().into_iter().flatten();
    let beyond = members.find(|(keyword, value)| {
        let is_string = *keyword == "type" && *value == "string";
        let is_binary = *keyword == "format" && *value == "binary";
        let is_known = known.contains(&keyword.as_str()) || keyword.starts_with("x-");
        !is_string && !is_binary && !is_known
    });
    beyond.map(|(keyword, _)| keyword.clone())
}

/// The least and the greatest length that a schema allows, as Rust expressions.
pub(super) fn lengths(schema: &Value) -> (u64, String) {
    let min = schema["minLength"].as_u64().unwrap_or(0);
    let max = schema["maxLength"]
        .as_u64()
        .map_or("usize::MAX".to_owned(), |max| max.to_string());
    (min, max)
}
