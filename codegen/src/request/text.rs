//! Formats and patterns.

use serde_json::{Map, Value, json};

use super::Requests;
use crate::pattern;

/// Formats that are checked as JSON Schema defines them, and `byte` (Base64).
const FORMATS: [&str; 20] = [
    "date-time",
    "date",
    "time",
    "duration",
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "iri",
    "iri-reference",
    "uuid",
    "uri-template",
    "json-pointer",
    "relative-json-pointer",
    "regex",
    "byte",
];

impl Requests<'_> {
    pub(super) fn pattern(&mut self, value: &Value, place: &str, keyword: &str) -> String {
        let pattern = value.as_str().unwrap_or_default();
        let translated = pattern::translated(pattern).unwrap_or_else(|reason| {
            self.refuse(place, keyword, reason);
            String::new()
        });
        // Violations show the pattern as the document has it, or the document's message.
        let key = Value::from(translated.as_str()).to_string();
        if translated != pattern && !self.messages.contains_key(&key) {
            let words = self.messages.get(&Value::from(pattern).to_string());
            let words = words
                .cloned()
                .unwrap_or_else(|| json!(format!("must match {pattern}")));
            self.messages.insert(key, words);
        }
        translated
    }

    pub(super) fn format(&mut self, value: &Value, place: &str, written: &mut Map<String, Value>) {
        match value.as_str().unwrap_or_default() {
            // Numeric formats become bounds. `password` and `binary` do not restrict.
            "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64"
            | "float" | "double" | "password" | "binary" => {}
            format if FORMATS.contains(&format) || self.formats.iter().any(|own| own == format) => {
                written.insert("format".to_owned(), value.clone());
            }
            format => {
                let reason = format!(
                    "{format:?} is not known; `formats` in codegen/formats.txt names those that the server checks itself"
                );
                self.refuse(place, "format", reason);
            }
        }
    }
}
