//! Request bodies: what the contract takes, and reading it.

mod form;
mod kind;
mod multipart;

use axum::body::{Body as Incoming, Bytes};
use axum::http::{HeaderMap, Method, header};
use http_body::Body as _;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use mime::Mime;
use serde_json::Value;

use crate::deadline::TookTooLong;
use crate::{Check, Rejection, decode, json};

use form::form;
pub use kind::{Body, Field, FieldKind, File, Media, MediaKind};
use multipart::multipart;

/// The largest body that is read where the contract does not say (`x-max-bytes`), in bytes.
pub const MAX_BODY: usize = 1024 * 1024;

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
            Self::Multipart(fields) => Box::pin(multipart(bytes, content_type, fields)).await,
        }
    }
}

/// Whether the text is JSON, whatever its members are.
pub(crate) fn is_json(bytes: &[u8]) -> Result<bool, Rejection> {
    serde_json::from_slice::<Value>(bytes)
        .map(|_| true)
        .map_err(|error| Rejection::Malformed("JSON", error.to_string()))
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
