//! Request bodies: their media types, and how each is read.

use serde_json::{Value, json};

use crate::document::{Document, Operation, escape};
use crate::models::{Models, Type};
use crate::names::{Unique, field_name, variant_name};
use crate::parameters::{kinds, scalar, shape};
use crate::request::Requests;

/// A request body, as the generated code has it.
#[derive(Debug, Default)]
pub struct Body {
    /// The Rust expression of its `orgd_runtime::Body`.
    pub code: String,
    /// Its Rust type.
    pub kind: String,
    /// The Rust expression that reads it.
    pub read: String,
    /// Whether `validator` rules apply to it.
    pub has_rules: bool,
    /// Structs of forms with files.
    pub forms: Vec<Value>,
    /// The enumeration of several media types.
    pub choice: Option<Value>,
    /// The JSON Schema for each media type.
    pub schemas: Vec<Value>,
    /// Where the schema of each media type stands.
    pub places: Vec<String>,
    /// What the document says of it.
    pub doc: Vec<String>,
}

/// How a media type is read.
struct Media {
    range: String,
    code: String,
    kind: String,
    read: String,
}

/// The body of an operation, if it has one.
pub fn body(
    document: &Document,
    operation: &Operation,
    name: &str,
    requests: &mut Requests,
    models: &mut Models,
    has_rules: bool,
) -> Option<Body> {
    let pointer = format!("{}/requestBody", operation.pointer);
    let written = operation.value.get("requestBody")?;
    let (written, pointer) = document.resolve(written, &pointer).ok()?;
    let mut body = Body {
        has_rules,
        doc: crate::models::doc_of(written),
        ..Body::default()
    };
    let mut media = Vec::new();
    for (range, content) in written["content"].as_object().into_iter().flatten() {
        let at = format!("{pointer}/content/{}", escape(range));
        let reader = Reader {
            document,
            operation,
            name,
        };
        let (one, schema) = reader.media(range, content, &at, requests, models, &mut body.forms)?;
        body.schemas.push(schema);
        body.places.push(format!("{at}/schema"));
        media.push(one);
    }
    let codes: Vec<_> = media.iter().map(|media| media.code.clone()).collect();
    body.code = format!("Body::new(&[{}])", codes.join(", "));
    let is_required = written["required"] == true;
    if !is_required {
        body.code.push_str(".optional()");
    }
    if let Some(limit) = written["x-max-bytes"].as_u64() {
        body.code.push_str(&format!(".max_bytes({limit})"));
    }
    choose(&mut body, &media, name);
    if !is_required {
        body.kind = format!("Option<{}>", body.kind);
        body.read = format!(
            "if input.has_body() {{ Some({}) }} else {{ None }}",
            body.read
        );
    }
    Some(body)
}

/// One type for all media types, or an enumeration of them.
fn choose(body: &mut Body, media: &[Media], name: &str) {
    let Some(first) = media.first() else {
        body.kind = "()".to_owned();
        body.read = "()".to_owned();
        return;
    };
    if media
        .iter()
        .all(|one| one.kind == first.kind && one.read == first.read)
    {
        body.kind = first.kind.clone();
        body.read = first.read.clone();
        return;
    }
    let choice = format!("{name}Body");
    let mut names = Unique::default();
    let variants = media.iter().map(|one| {
        (
            names.claim(variant_name(&one.range.replace(['/', '*', '+'], " "))),
            one,
        )
    });
    let variants: Vec<_> = variants.collect();
    let arms = variants.iter().enumerate().map(|(index, (variant, one))| {
        let pattern = if index + 1 == variants.len() {
            "_".to_owned()
        } else {
            index.to_string()
        };
        format!("{pattern} => {choice}::{variant}({})", one.read)
    });
    body.read = format!(
        "match input.media() {{ {} }}",
        arms.collect::<Vec<_>>().join(", ")
    );
    let listed = variants.iter().map(|(variant, one)| {
        json!({ "doc": format!("`{}`", one.range), "name": variant, "type": one.kind })
    });
    body.choice = Some(json!({ "name": choice, "variants": listed.collect::<Vec<_>>() }));
    body.kind = choice;
}

struct Reader<'d> {
    document: &'d Document,
    operation: &'d Operation,
    name: &'d str,
}

impl Reader<'_> {
    fn media(
        &self,
        range: &str,
        content: &Value,
        at: &str,
        requests: &mut Requests,
        models: &mut Models,
        forms: &mut Vec<Value>,
    ) -> Option<(Media, Value)> {
        let schema = content.get("schema").cloned().unwrap_or(Value::Bool(true));
        let place = format!("{at}/schema");
        let hint = format!("{} body", self.name);
        let essence = range
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_lowercase();
        let model = |models: &mut Models| models.of(&schema, &place, &hint).code();
        let media = |code: &str, kind: String, read: &str| Media {
            range: range.to_owned(),
            code: format!("Media {{ range: {range:?}, kind: {code} }}"),
            kind,
            read: read.to_owned(),
        };
        let written =
            |requests: &mut Requests| requests.schema(&self.operation.id, &schema, &place);
        Some(
            if essence == "application/json" || essence.ends_with("+json") {
                (
                    media("MediaKind::Json", model(models), "input.body()?"),
                    written(requests),
                )
            } else if essence == "application/x-www-form-urlencoded" {
                let fields = self.fields(&schema, content, &place, requests);
                let code = format!("MediaKind::Form(&[{}])", fields.join(", "));
                (
                    media(&code, model(models), "input.body()?"),
                    written(requests),
                )
            } else if essence == "multipart/form-data" {
                self.multipart(range, content, &schema, &place, requests, models, forms)
            } else if essence == "text/plain"
                || essence == "text/csv"
                || essence == "text/markdown"
                || essence == "text/html"
            {
                let kinds = kinds(self.document, &schema, &place, 0);
                let code = format!("MediaKind::Text({})", scalar_kinds(&scalar(&kinds)));
                let kind = match kinds.is_empty() {
                    true => "String".to_owned(),
                    false => model(models),
                };
                (media(&code, kind, "input.body()?"), written(requests))
            } else if essence.contains("xml") || essence == "multipart/mixed" {
                requests.schema(&self.operation.id, &Value::Bool(true), at);
                requests.refuse(at, range, "bodies of this media type cannot be read");
                return None;
            } else {
                self.only_length(range, &schema, &place, requests);
                let (min, max) = lengths(&schema);
                let code = format!("MediaKind::Bytes {{ min: {min}, max: {max} }}");
                (
                    media(&code, "axum::body::Bytes".to_owned(), "input.bytes()"),
                    Value::Bool(true),
                )
            },
        )
    }

    /// Refuses a schema of bytes that says more than how many they are.
    fn only_length(&self, range: &str, schema: &Value, place: &str, requests: &mut Requests) {
        // Faults are this operation's.
        requests.schema(&self.operation.id, &Value::Bool(true), place);
        if let Some(keyword) = beyond_bytes(self.document, schema, place) {
            let reason = format!("cannot be checked in a body of {range}");
            requests.refuse(place, &keyword, reason);
        }
    }

    /// The properties of a form's schema, with the style that `encoding` gives them.
    fn fields(
        &self,
        schema: &Value,
        content: &Value,
        place: &str,
        requests: &mut Requests,
    ) -> Vec<String> {
        let properties = self.properties(schema, place);
        let fields = properties.into_iter().map(|(name, property, at)| {
            let encoding = &content["encoding"][&name];
            let mut field = json!({ "name": name, "in": "field" });
            for keyword in ["style", "explode"] {
                if let Some(value) = encoding.get(keyword) {
                    field[keyword] = value.clone();
                }
            }
            let shape = shape(self.document, requests, &property, &at, 0);
            let mut code = format!("Parameter::field({name:?}, {shape})");
            let is_object = shape.starts_with("Shape::Object");
            if is_object && encoding.get("style").is_none() {
                code.push_str(".style(Style::Json)");
            } else if let Some(style) = crate::parameters::field_style(&field) {
                code.push_str(&format!(".style({style})"));
            }
            code
        });
        fields.collect()
    }

    fn properties(&self, schema: &Value, place: &str) -> Vec<(String, Value, String)> {
        let Ok((target, at)) = self.document.resolve(schema, place) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        if let Some(members) = target.as_object() {
            crate::parameters::properties_of(self.document, members, &at, &mut found, 0);
        }
        found
    }

    #[expect(clippy::too_many_arguments, reason = "a form adds to all of them")]
    fn multipart(
        &self,
        range: &str,
        content: &Value,
        schema: &Value,
        place: &str,
        requests: &mut Requests,
        models: &mut Models,
        forms: &mut Vec<Value>,
    ) -> (Media, Value) {
        let name = format!("{}Form", self.name);
        let resolved = self
            .document
            .resolve(schema, place)
            .map(|(target, _)| target.clone())
            .unwrap_or_default();
        let required: Vec<_> = resolved["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let mut codes = Vec::new();
        let mut members = Vec::new();
        let mut names = Unique::default();
        // A file is not JSON: its schema only says that it is there.
        let mut written_for = resolved.clone();
        for (json, property, at) in self.properties(schema, place) {
            let field = self.field(&json, &property, &content["encoding"][&json], &at, models);
            if field.is_file {
                let stand_in = if field.repeated {
                    let mut stand_in = json!({ "type": "array" });
                    for keyword in ["minItems", "maxItems"] {
                        if let Some(limit) = property.get(keyword) {
                            stand_in[keyword] = limit.clone();
                        }
                    }
                    stand_in
                } else {
                    json!({})
                };
                written_for["properties"][&json] = stand_in;
            }
            let is_required = required.contains(&json.as_str());
            let (kind, read) = field.read(&json, is_required);
            members.push(json!({
                "doc": crate::models::doc_of(&property),
                "name": names.claim(field_name(&json)),
                "type": kind,
                "read": read,
            }));
            codes.push(field.code);
        }
        forms.push(json!({ "name": name, "fields": members }));
        let media = Media {
            range: range.to_owned(),
            code: format!(
                "Media {{ range: {range:?}, kind: MediaKind::Multipart(&[{}]) }}",
                codes.join(", ")
            ),
            read: format!("{name}::read(input)?"),
            kind: name,
        };
        let written = requests.schema(&self.operation.id, &written_for, place);
        (media, written)
    }

    fn field(
        &self,
        name: &str,
        property: &Value,
        encoding: &Value,
        at: &str,
        models: &mut Models,
    ) -> FormField {
        let Ok((target, at)) = self.document.resolve(property, at) else {
            return FormField::default();
        };
        let own = kinds(self.document, target, &at, 0);
        let is_list = own.iter().any(|kind| kind == "array");
        let (item, item_at) = match (is_list, target.get("items")) {
            (true, Some(items)) => (items.clone(), format!("{at}/items")),
            _ => (target.clone(), at.clone()),
        };
        let resolved = self
            .document
            .resolve(&item, &item_at)
            .map(|(target, _)| target.clone())
            .unwrap_or_default();
        let content_type = encoding["contentType"].as_str().unwrap_or_default();
        let item_kinds = kinds(self.document, &resolved, &item_at, 0);
        let is_json_type = content_type.contains("json");
        let is_file = !is_json_type && is_file(&resolved, &item_kinds, content_type);
        let is_json = is_json_type
            || item_kinds
                .iter()
                .any(|kind| kind == "object" || kind == "array");
        let kind = if is_file {
            let (min, max) = lengths(&resolved);
            let types: Vec<_> = content_type
                .split(',')
                .map(str::trim)
                .filter(|one| !one.is_empty())
                .collect();
            let types = match (types.is_empty(), resolved["contentMediaType"].as_str()) {
                (true, Some(own)) => vec![own],
                _ => types,
            };
            format!("FieldKind::File {{ min: {min}, max: {max}, types: &{types:?} }}")
        } else if is_json {
            "FieldKind::Json".to_owned()
        } else {
            let scalar = scalar(&item_kinds);
            format!("FieldKind::Text({})", scalar_kinds(&scalar))
        };
        let hint = format!("{} {name}", self.name);
        let kind_of = if is_file {
            Type::Plain("File")
        } else {
            models.of(property, &at, &hint)
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

fn lengths(schema: &Value) -> (u64, String) {
    let min = schema["minLength"].as_u64().unwrap_or(0);
    let max = schema["maxLength"]
        .as_u64()
        .map_or("usize::MAX".to_owned(), |max| max.to_string());
    (min, max)
}

fn scalar_kinds(shape: &str) -> String {
    let named = [
        ("Shape::STRING", "&[Scalar::String]"),
        ("Shape::INTEGER", "&[Scalar::Integer]"),
        ("Shape::NUMBER", "&[Scalar::Number]"),
        ("Shape::BOOLEAN", "&[Scalar::Boolean]"),
    ];
    let known = named
        .into_iter()
        .find(|(name, _)| *name == shape)
        .map(|(_, kinds)| kinds.to_owned());
    known.unwrap_or_else(|| {
        shape
            .trim_start_matches("Shape::Scalar(")
            .trim_end_matches(')')
            .to_owned()
    })
}
