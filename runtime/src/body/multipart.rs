//! `multipart/form-data` bodies.

use std::error::Error;

use axum::body::Bytes;
use futures::stream;
use mime::Mime;
use serde_json::{Map, Value};

use super::form::add;
use super::{Content, Field, FieldKind, File};
use crate::{Rejection, decode, json};

/// The fields of a form, and its files.
pub(super) async fn multipart(
    bytes: Bytes,
    content_type: &Mime,
    fields: &'static [Field],
) -> Result<Content, Rejection> {
    let boundary = multer::parse_boundary(content_type).map_err(malformed)?;
    let stream = stream::iter([Ok::<_, std::convert::Infallible>(bytes)]);
    let mut parts = multer::Multipart::new(stream, boundary);
    let mut form = Form::default();
    while let Some(part) = parts.next_field().await.map_err(malformed)? {
        let name = name_of(&part);
        match fields.iter().find(|field| field.name == name) {
            Some(field) => {
                let value = form.value(field, part).await?;
                form.insert(field, value)?;
            }
            // A field that the contract does not name is a text.
            None => {
                let text = part.text_with_charset("utf-8").await.map_err(malformed)?;
                add(&mut form.members, &name, Value::from(text));
            }
        }
    }
    Ok(Content::Multipart(Value::Object(form.members), form.files))
}

#[derive(Default)]
struct Form {
    members: Map<String, Value>,
    files: Vec<(&'static Field, File)>,
}

impl Form {
    /// The value that a part stands for. A file stands for its name, and is kept.
    async fn value(
        &mut self,
        field: &'static Field,
        part: multer::Field<'_>,
    ) -> Result<Value, Rejection> {
        match field.kind {
            FieldKind::Text(kinds) => {
                let text = part.text_with_charset("utf-8").await.map_err(malformed)?;
                Ok(decode::scalar(kinds, &text))
            }
            FieldKind::Json => {
                let bytes = part.bytes().await.map_err(malformed)?;
                json::parse(&bytes)
                    .map_err(|error| refused(field, &format!("is not JSON: {error}")))
            }
            FieldKind::File { .. } => {
                let file = File {
                    name: part.file_name().map(str::to_owned),
                    content_type: part.content_type().map(ToString::to_string),
                    bytes: part.bytes().await.map_err(malformed)?,
                };
                let value = Value::from(file.name.clone().unwrap_or_default());
                self.files.push((field, file));
                Ok(value)
            }
        }
    }

    fn insert(&mut self, field: &Field, value: Value) -> Result<(), Rejection> {
        let name = field.name.to_owned();
        if field.repeated {
            add_item(&mut self.members, name, value);
        } else if self.members.insert(name, value).is_some() {
            return Err(refused(field, "is given twice"));
        }
        Ok(())
    }
}

fn add_item(members: &mut Map<String, Value>, name: String, item: Value) {
    let list = members
        .entry(name)
        .or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(items) = list {
        items.push(item);
    }
}

fn malformed(error: multer::Error) -> Rejection {
    let reason = match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    };
    Rejection::Malformed("form data", reason)
}

/// The name of a field, in which clients encode the characters that would end it (HTML, "multipart form data").
fn name_of(part: &multer::Field) -> String {
    let name = part.name().unwrap_or_default();
    let name = name.replace("%22", "\"").replace("%0D", "\r");
    name.replace("%0A", "\n")
}

fn refused(field: &Field, reason: &str) -> Rejection {
    Rejection::Malformed("form data", format!("the field {:?} {reason}", field.name))
}
