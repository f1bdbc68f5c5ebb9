//! Request bodies: their media types, and how each is read.

mod form;
mod media;
mod multipart;

use serde_json::{Value, json};

use crate::document::{Document, Operation, escape};
use crate::models::{Models, doc_of};
use crate::names::{Unique, variant_name};
use crate::request::Requests;

use media::Reader;
pub use media::beyond_bytes;

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

impl Media {
    fn new(range: &str, code: &str, kind: String, read: &str) -> Self {
        Self {
            range: range.to_owned(),
            code: format!("Media {{ range: {range:?}, kind: {code} }}"),
            kind,
            read: read.to_owned(),
        }
    }
}

/// The body of an operation, if it has one.
pub fn body<'d>(
    document: &'d Document,
    operation: &Operation,
    name: &str,
    requests: &mut Requests<'d>,
    models: &mut Models<'d>,
    has_rules: bool,
) -> Option<Body> {
    let pointer = format!("{}/requestBody", operation.pointer);
    let written = operation.value.get("requestBody")?;
    let (written, pointer) = document.resolve(written, &pointer).ok()?;
    let mut body = Body {
        has_rules,
        doc: doc_of(written),
        ..Body::default()
    };
    let mut reader = Reader {
        document,
        operation,
        name,
        requests,
        models,
        forms: Vec::new(),
    };
    let mut media = Vec::new();
    for (range, content) in written["content"].as_object().into_iter().flatten() {
        let at = format!("{pointer}/content/{}", escape(range));
        let (one, schema) = reader.media(range, content, &at)?;
        body.schemas.push(schema);
        body.places.push(format!("{at}/schema"));
        media.push(one);
    }
    body.forms = reader.forms;
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
