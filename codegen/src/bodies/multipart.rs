//! Forms with files.

use serde_json::{Value, json};

use super::media::lengths;
use super::{Media, Reader};
use crate::models::{Type, doc_of};
use crate::names::{Unique, field_name};
use crate::parameters::{kinds, scalars};

impl Reader<'_, '_> {
    /// `multipart/form-data`: a struct of its own, because a file is not JSON.
    pub(super) fn multipart(
        &mut self,
        range: &str,
        content: &Value,
        schema: &Value,
        place: &str,
    ) -> (Media, Value) {
        let name = format!("{}Form", self.name);
        let mut written_for = self.resolved(schema, place);
        let required = written_for["required"].as_array().cloned();
        let required = required.unwrap_or_default();
        let mut codes = Vec::new();
        let mut members = Vec::new();
        let mut names = Unique::default();
        for (json, property, at) in self.properties(schema, place) {
            let field = self.field(&json, &property, &content["encoding"][&json], &at);
            if field.is_file {
                written_for["properties"][&json] = field.stand_in(&property);
            }
            let (kind, read) = field.read(&json, required.contains(&json!(json)));
            members.push(json!({
                "doc": doc_of(&property),
                "name": names.claim(field_name(&json)),
                "type": kind,
                "read": read,
            }));
            codes.push(field.code);
        }
        (self.forms).push(json!({ "name": name, "fields": members }));
        let code = format!("MediaKind::Multipart(&[{}])", codes.join(", "));
        let read = format!("{name}::read(input)?");
        let media = Media::new(range, &code, name, &read);
        let written = (self.requests).schema(&self.operation.id, &written_for, place);
        (media, written)
    }

    fn field(&mut self, name: &str, property: &Value, encoding: &Value, at: &str) -> FormField {
        let Ok((target, at)) = self.document.resolve(property, at) else {
            return FormField::default();
        };
        let own = kinds(self.document, target, &at, 0);
        let is_list = own.iter().any(|kind| kind == "array");
        let (item, item_at) = match (is_list, target.get("items")) {
            (true, Some(items)) => (items, format!("{at}/items")),
            _ => (target, at.clone()),
        };
        let item = self.resolved(item, &item_at);
        let content_type = encoding["contentType"].as_str().unwrap_or_default();
        let item_kinds = kinds(self.document, &item, &item_at, 0);
        let is_json_type = content_type.contains("json");
        let is_file = !is_json_type && is_file(&item, &item_kinds, content_type);
        let has = |name: &str| item_kinds.iter().any(|kind| kind == name);
        let kind = if is_file {
            file_kind(&item, content_type)
        } else if is_json_type || has("object") || has("array") {
            "FieldKind::Json".to_owned()
        } else {
            format!("FieldKind::Text({})", scalars(&item_kinds))
        };
        let hint = format!("{} {name}", self.name);
        let kind_of = match is_file {
            true => Type::Plain("File"),
            false => self.models.of(property, &at, &hint),
        };
        // A list with a media type of its own is one part of JSON.
        let repeated = is_list && !(is_json_type && item_kinds.is_empty());
        FormField {
            code: format!("Field {{ name: {name:?}, kind: {kind}, repeated: {repeated} }}"),
            kind: kind_of.code(),
            is_file,
            repeated,
        }
    }

    fn resolved(&self, schema: &Value, place: &str) -> Value {
        let target = self.document.resolve(schema, place);
        target.map(|(target, _)| target.clone()).unwrap_or_default()
    }
}

#[derive(Default)]
struct FormField {
    code: String,
    kind: String,
    is_file: bool,
    repeated: bool,
}

impl FormField {
    /// The type of the member and the expression that reads it.
    fn read(&self, name: &str, is_required: bool) -> (String, String) {
        match (self.is_file, self.repeated, is_required) {
            (true, true, _) => ("Vec<File>".to_owned(), format!("input.files({name:?})")),
            (true, false, true) => ("File".to_owned(), format!("input.file({name:?})?")),
            (true, false, false) => (
                "Option<File>".to_owned(),
                format!("input.files({name:?}).pop()"),
            ),
            (false, _, true) => (
                self.kind.clone(),
                format!("input.required_field({name:?})?"),
            ),
            (false, _, false) => (
                format!("Option<{}>", self.kind),
                format!("input.field({name:?})?"),
            ),
        }
    }

    /// The schema of a field of files, which are not JSON: it only says that they are there, and how many.
    fn stand_in(&self, property: &Value) -> Value {
        if !self.repeated {
            return json!({});
        }
        let mut stand_in = json!({ "type": "array" });
        for keyword in ["minItems", "maxItems"] {
            if let Some(limit) = property.get(keyword) {
                stand_in[keyword] = limit.clone();
            }
        }
        stand_in
    }
}

/// The Rust expression of the `orgd_runtime::FieldKind` of a file.
fn file_kind(schema: &Value, content_type: &str) -> String {
    let (min, max) = lengths(schema);
    let types = content_type.split(',').map(str::trim);
    let types: Vec<_> = types.filter(|one| !one.is_empty()).collect();
    let types = match (types.is_empty(), schema["contentMediaType"].as_str()) {
        (true, Some(own)) => vec![own],
        _ => types,
    };
    format!("FieldKind::File {{ min: {min}, max: {max}, types: &{types:?} }}")
}

/// Whether a field of a form is a file: `format: binary`, a schema without a type, or a media type that is no text.
fn is_file(schema: &Value, kinds: &[String], content_type: &str) -> bool {
    let is_untyped = kinds.is_empty() && schema.get("allOf").is_none();
    let is_text = content_type.is_empty() || content_type.starts_with("text/plain");
    let is_string = kinds == ["string"];
    schema["format"] == "binary"
        || is_string
            && schema.get("contentMediaType").is_some()
            && schema.get("contentEncoding").is_none()
        || is_untyped
        || is_string && !is_text
}
