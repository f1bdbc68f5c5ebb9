//! What the contract says of a body.

use axum::body::Bytes;

use super::MAX_BODY;
use crate::parameter::{Parameter, Scalar};

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
}
