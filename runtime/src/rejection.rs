//! Why a request was refused before its operation was called.

use std::time::Duration;

use axum::http::Method;
use serde::Serialize;
use thiserror::Error;

use crate::{Media, Requirement};

/// Why a request was refused before its operation was called. Its text is for the caller.
#[derive(Debug, Clone, Error)]
pub enum Rejection {
    /// There is nothing at the path.
    #[error("This path does not exist.")]
    NoSuchPath,
    /// The path does not have the method.
    #[error("This path does not support this method.")]
    MethodNotAllowed,
    /// The request has no credential of any of the schemes that the operation takes.
    #[error("A credential is required.")]
    CredentialMissing(&'static [Requirement]),
    /// The caller's rate limit does not admit the request before this time has passed.
    #[error("Too many requests. Retry after the time in Retry-After.")]
    TooManyRequests(Duration),
    /// None of the media types that the operation can answer with is acceptable to the client.
    #[error("The answer is available as {} only.", .0.join(", "))]
    NotAcceptable(&'static [&'static str]),
    /// The body's media type is not one that the operation takes; the operation has this method.
    #[error("The body must be {}.", media_types(.0))]
    UnsupportedMediaType(&'static [Media], &'static Method),
    /// The body is compressed, or otherwise encoded.
    #[error("The body must not have a Content-Encoding.")]
    UnsupportedEncoding,
    /// The body is larger than this many bytes.
    #[error("The body is larger than {0} bytes.")]
    PayloadTooLarge(usize),
    /// The connection broke before the body was complete.
    #[error("The body is incomplete.")]
    Incomplete,
    /// Time ran out before the body was complete.
    #[error("The body took too long to arrive.")]
    TookTooLong,
    /// The body is not of the format that its media type names, which comes first; then why.
    #[error("The body is not valid {0}: {1}.")]
    Malformed(&'static str, String),
    /// The request breaks the contract in these ways; there is at least one.
    #[error("{}", summary(.0))]
    Invalid(Vec<Violation>),
    /// The contract cannot be evaluated: a fault of the server.
    #[error("The contract cannot be evaluated: {0}.")]
    Contract(String),
    /// The body has a transfer coding that the server does not know.
    #[error("The Transfer-Encoding must be chunked.")]
    TransferCoding,
    /// The server does not implement the operation yet.
    #[error("This operation is not implemented.")]
    NotImplemented,
}

/// One way in which a request breaks the contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// The part of the request: `path`, `query`, `header`, `cookie` or `body`.
    pub part: &'static str,
    /// Where in that part, as a JSON pointer (RFC 6901) of at most 1,024 bytes.
    pub pointer: String,
    /// The rule that is broken: the JSON Schema keyword, the format, `unknown` or `duplicate`.
    pub code: String,
    /// The rule in words, for people.
    pub message: String,
}

impl Violation {
    /// A violation in the body, at that JSON pointer.
    pub fn in_body(pointer: String, code: &str, message: impl Into<String>) -> Self {
        Self {
            part: "body",
            pointer,
            code: code.to_owned(),
            message: message.into(),
        }
    }

    /// A violation of a path parameter.
    pub fn in_path(name: &str, code: &str, message: impl Into<String>) -> Self {
        Self::of_parameter("path", name, code, message.into())
    }

    /// A violation of a query parameter.
    pub fn in_query(name: &str, code: &str, message: impl Into<String>) -> Self {
        Self::of_parameter("query", name, code, message.into())
    }

    fn of_parameter(part: &'static str, name: &str, code: &str, message: String) -> Self {
        Self {
            part,
            pointer: crate::pointer::pointer(&[name]),
            code: code.to_owned(),
            message,
        }
    }
}

fn media_types(media: &[Media]) -> String {
    media
        .iter()
        .map(|media| media.range)
        .collect::<Vec<_>>()
        .join(" or ")
}

/// How many violations there are, and the first of them.
fn summary(violations: &[Violation]) -> String {
    let count = match violations.len() {
        1 => "1 violation".to_owned(),
        count => format!("{count} violations"),
    };
    let first = violations.first().map(|violation| {
        // A member may have any name, and the text is for people and their terminals.
        let pointer = violation.pointer.replace(char::is_control, "\u{FFFD}");
        let place = format!("{} {pointer}", violation.part);
        format!(": {} {}", place.trim_end(), violation.message)
    });
    format!("The request has {count}{}.", first.unwrap_or_default())
}
