//! Doc comments.

use serde_json::{Map, Value};

/// The first paragraph of a schema's description, by line.
pub fn doc_of(schema: &Value) -> Vec<String> {
    schema.as_object().map(doc).unwrap_or_default()
}

/// The first paragraph of a schema's description, by line.
pub fn doc(schema: &Map<String, Value>) -> Vec<String> {
    let text = schema
        .get("description")
        .or(schema.get("title"))
        .and_then(Value::as_str)
        .unwrap_or_default();
    paragraph(text)
}

/// The first paragraph of a text, by line.
pub fn paragraph(text: &str) -> Vec<String> {
    let lines = text
        .trim()
        .lines()
        .map(str::trim)
        .take_while(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}
