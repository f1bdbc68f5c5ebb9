//! Request bodies: what the contract takes, and reading it.

use axum::body::{Body as Incoming, Bytes};
use axum::http::{HeaderMap, Method, header};
use futures::stream;
use http_body::Body as _;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use mime::Mime;
use serde_json::{Map, Value};

use crate::deadline::TookTooLong;
use crate::parameter::{Parameter, Scalar};
use crate::{Check, Rejection, decode, json};

/// The largest body that is read where the contract does not say (`x-max-bytes`), in bytes.
pub const MAX_BODY: usize = 1024 * 1024;

/// The body of an operation's requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Body {
    /// Whether a request must have one.
    pub required: bool,
    /// The largest body that is read, in bytes.
    pub max_bytes: usize,
    /// The media types that the operation takes.
    pub media: &'static [Media],
}

/// A media type that an operation takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Media {
    /// The media type, such as `application/json`, or a range, such as `image/*`.
    pub range: &'static str,
    /// How a body of that type is read.
    pub kind: MediaKind,
}

/// How a body is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaKind {
    /// JSON in UTF-8.
    Json,
    /// Text in UTF-8 that stands for a scalar of these kinds.
    Text(&'static [Scalar]),
    /// Bytes as they are, of a length within these bounds.
    Bytes {
        /// The smallest length in bytes.
        min: usize,
        /// The largest length in bytes.
        max: usize,
    },
    /// `application/x-www-form-urlencoded`.
    Form(&'static [Parameter]),
    /// `multipart/form-data`.
    Multipart(&'static [Field]),
}

/// A field of a `multipart/form-data` body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The field's name.
    pub name: &'static str,
    /// What a part of that name holds.
    pub kind: FieldKind,
    /// Whether the field is a list, with a part for each item.
    pub repeated: bool,
}

/// What a part of a `multipart/form-data` body holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// A text that stands for a scalar of these kinds.
    Text(&'static [Scalar]),
    /// JSON.
    Json,
    /// A file.
    File {
        /// The smallest length in bytes.
        min: usize,
        /// The largest length in bytes.
        max: usize,
        /// The media types that the contract takes (`encoding`); empty for any.
        types: &'static [&'static str],
    },
}

/// A file of a `multipart/form-data` body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The name that the client gave it. Not a path to trust.
    pub name: Option<String>,
    /// The media type that the client gave it. Not to be trusted either.
    pub content_type: Option<String>,
    /// Its content.
    pub bytes: Bytes,
}

/// A body that has been read.
#[derive(Debug)]
pub(crate) enum Content {
    /// There is none.
    Absent,
    /// JSON that has not been parsed.
    Json(Bytes),
    /// A value, and the text that it was parsed from.
    Value(Value, Bytes),
    /// Bytes as they are.
    Bytes(Bytes),
    /// The fields of a form that are not files, and the files.
    Multipart(Value, Vec<(&'static Field, File)>),
}

impl Body {
    /// A required body of at most [`MAX_BODY`] bytes.
    pub const fn new(media: &'static [Media]) -> Self {
        Self {
            required: true,
            max_bytes: MAX_BODY,
            media,
        }
    }

    /// The same body, which may be absent.
    pub const fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// The same body with another limit.
    pub const fn max_bytes(mut self, max_bytes: usize) -> Self {
        self.max_bytes = max_bytes;
        self
    }

    /// Reads a body, and tells which of the media types it is of.
    pub(crate) async fn read(
        self,
        method: &'static Method,
        headers: &HeaderMap,
        body: Incoming,
        check: Check,
    ) -> Result<(usize, Content), Rejection> {
        let content_type = content_type(headers);
        if content_type.is_none()
            && !headers.contains_key(header::CONTENT_TYPE)
            && body.is_end_stream()
        {
            return match self.required {
                false => Ok((0, Content::Absent)),
                true => Err(Rejection::UnsupportedMediaType(self.media, method)),
            };
        }
        let content_type =
            content_type.ok_or(Rejection::UnsupportedMediaType(self.media, method))?;
        let index = self.choose(&content_type);
        let index = index.ok_or(Rejection::UnsupportedMediaType(self.media, method))?;
        if is_encoded(headers) {
            return Err(Rejection::UnsupportedEncoding);
        }
        let bytes = read_to_end(body, self.max_bytes).await?;
        let content = self.media[index]
            .kind
            .read(bytes, &content_type, check)
            .await?;
        Ok((index, content))
    }

    /// The most specific media type that the content type matches.
    fn choose(&self, content_type: &Mime) -> Option<usize> {
        let matching = self
            .media
            .iter()
            .enumerate()
            .filter_map(|(index, media)| Some((media.specificity(content_type)?, index)));
        matching
            .max_by_key(|(specificity, index)| (*specificity, usize::MAX - index))
            .map(|(_, index)| index)
    }
}

impl Media {
    fn specificity(&self, content_type: &Mime) -> Option<usize> {
        let needs_utf_8 = !matches!(self.kind, MediaKind::Bytes { .. } | MediaKind::Multipart(_));
        let charset = content_type.get_param(mime::CHARSET);
        if needs_utf_8 && charset.is_some_and(|charset| charset != mime::UTF_8) {
            return None;
        }
        let essence = content_type.essence_str();
        match self.range.split_once('/')? {
            ("*", "*") => Some(0),
            (kind, "*") => (content_type.type_() == kind).then_some(1),
            _ => {
                let range: Mime = self.range.parse().ok()?;
                (range.essence_str() == essence).then_some(2)
            }
        }
    }
}

impl MediaKind {
    async fn read(
        self,
        bytes: Bytes,
        content_type: &Mime,
        check: Check,
    ) -> Result<Content, Rejection> {
        match self {
            Self::Json => {
                let bytes = bytes.slice_ref(json::without_mark(&bytes));
                if check == Check::Rules {
                    return Ok(Content::Json(bytes));
                }
                match json::parse(&bytes) {
                    Ok(value) => Ok(Content::Value(value, bytes)),
                    // A member that is given twice is a violation; anything else is not JSON.
                    Err(_) if is_json(&bytes)? => Ok(Content::Json(bytes)),
                    Err(error) => Err(Rejection::Malformed("JSON", error.to_string())),
                }
            }
            Self::Text(kinds) => match str::from_utf8(&bytes) {
                Ok(text) => Ok(Content::Value(decode::scalar(kinds, text), Bytes::new())),
                Err(error) => Err(Rejection::Malformed("UTF-8", error.to_string())),
            },
            Self::Bytes { .. } => Ok(Content::Bytes(bytes)),
            Self::Form(fields) => {
                form(&bytes, fields).map(|value| Content::Value(value, Bytes::new()))
            }
            Self::Multipart(fields) => multipart(bytes, content_type, fields).await,
        }
    }
}

/// Whether the text is JSON, whatever its members are.
pub(crate) fn is_json(bytes: &[u8]) -> Result<bool, Rejection> {
    serde_json::from_slice::<Value>(bytes)
        .map(|_| true)
        .map_err(|error| Rejection::Malformed("JSON", error.to_string()))
}

fn form(bytes: &[u8], fields: &[Parameter]) -> Result<Value, Rejection> {
    let text =
        str::from_utf8(bytes).map_err(|error| Rejection::Malformed("UTF-8", error.to_string()))?;
    let pairs = decode::pairs(text);
    let mut object = Map::new();
    for field in fields {
        match decode::decode(field, &pairs) {
            Ok(None) => {}
            Ok(Some(value)) => drop(object.insert(field.name.to_owned(), value)),
            Err(_) => {
                let error = format!("the field {:?} cannot be read", field.name);
                return Err(Rejection::Malformed("form data", error));
            }
        }
    }
    for (name, value) in &pairs {
        if !fields.iter().any(|field| decode::is_named(field, name)) {
            add(&mut object, name, Value::from(decode::decode_text(value)));
        }
    }
    Ok(Value::Object(object))
}

/// Adds a field that the contract does not name: a list where it is given several times.
fn add(object: &mut Map<String, Value>, name: &str, value: Value) {
    match object.get_mut(name) {
        None => drop(object.insert(name.to_owned(), value)),
        Some(Value::Array(items)) => items.push(value),
        Some(first) => *first = Value::from(vec![first.take(), value]),
    }
}

async fn multipart(
    bytes: Bytes,
    content_type: &Mime,
    fields: &'static [Field],
) -> Result<Content, Rejection> {
    let malformed = |error: multer::Error| Rejection::Malformed("form data", error.to_string());
    let boundary = multer::parse_boundary(content_type).map_err(malformed)?;
    let stream = stream::iter([Ok::<_, std::convert::Infallible>(bytes)]);
    let mut parts = multer::Multipart::new(stream, boundary);
    let mut object = Map::new();
    let mut files = Vec::new();
    while let Some(part) = parts.next_field().await.map_err(malformed)? {
        let name = part.name().unwrap_or_default().to_owned();
        let field = fields.iter().find(|field| field.name == name);
        let kind = field.map_or(FieldKind::Text(&[Scalar::String]), |field| field.kind);
        let value = match (field, kind) {
            (Some(field), FieldKind::File { .. }) => {
                let file = File {
                    name: part.file_name().map(str::to_owned),
                    content_type: part.content_type().map(ToString::to_string),
                    bytes: part.bytes().await.map_err(malformed)?,
                };
                let value = Value::from(file.name.clone().unwrap_or_default());
                files.push((field, file));
                value
            }
            (_, FieldKind::Json) => {
                let bytes = part.bytes().await.map_err(malformed)?;
                json::parse(&bytes).map_err(|error| {
                    Rejection::Malformed(
                        "form data",
                        format!("the field {name:?} is not JSON: {error}"),
                    )
                })?
            }
            (_, FieldKind::Text(kinds)) => {
                let text = part.text_with_charset("utf-8").await.map_err(malformed)?;
                decode::scalar(kinds, &text)
            }
            (None, FieldKind::File { .. }) => Value::Null,
        };
        let Some(field) = field else {
            add(&mut object, &name, value);
            continue;
        };
        if field.repeated {
            let list = object
                .entry(name)
                .or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(items) = list {
                items.push(value);
            }
        } else if object.insert(name.clone(), value).is_some() {
            return Err(Rejection::Malformed(
                "form data",
                format!("the field {name:?} is given twice"),
            ));
        }
    }
    Ok(Content::Multipart(Value::Object(object), files))
}

/// The `Content-Type`, if there is exactly one and it is a media type.
fn content_type(headers: &HeaderMap) -> Option<Mime> {
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    match (types.next(), types.next()) {
        (Some(value), None) => value.to_str().ok()?.parse().ok(),
        _ => None,
    }
}

/// Whether the body is compressed or otherwise encoded.
fn is_encoded(headers: &HeaderMap) -> bool {
    let encodings = headers.get_all(header::CONTENT_ENCODING).iter();
    let mut codings = encodings.flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    codings.any(|coding| !coding.trim_ascii().eq_ignore_ascii_case(b"identity"))
}

/// Reads a body of at most `max` bytes.
async fn read_to_end(body: Incoming, max: usize) -> Result<Bytes, Rejection> {
    // A declared length is known before a byte is sent.
    if body.size_hint().lower() > max as u64 {
        return Err(Rejection::PayloadTooLarge(max));
    }
    match Limited::new(body, max).collect().await {
        Ok(read) => Ok(read.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(Rejection::PayloadTooLarge(max)),
        Err(error) if took_too_long(&*error) => Err(Rejection::TookTooLong),
        Err(_) => Err(Rejection::Incomplete),
    }
}

/// Whether time ran out, which may be deep in the error.
fn took_too_long(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut causes = std::iter::successors(Some(error), |error| error.source());
    causes.any(|cause| cause.is::<TookTooLong>())
}

#[cfg(test)]
mod tests;
