//! Reading a request, and the ways in which it can break the contract.

use std::borrow::Cow;
use std::str::FromStr;

use axum::body::{Body, Bytes};
use axum::extract::RawPathParams;
use axum::extract::rejection::RawPathParamsRejection;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use validator::Validate;

/// The largest body that is read, in bytes.
pub const MAX_BODY: usize = 1024 * 1024;

/// How far a body that is too large is read all the same, in bytes.
const MAX_DISCARDED: usize = 16 * MAX_BODY;

/// Why a request was refused before its operation was called.
#[derive(Debug)]
pub enum Rejection {
    /// The body's `Content-Type` is not `application/json`.
    UnsupportedMediaType,
    /// The body is larger than [`MAX_BODY`].
    PayloadTooLarge,
    /// The connection broke before the body was complete.
    Incomplete,
    /// The body is not JSON; says what is wrong and where.
    Malformed(serde_json::Error),
    /// The contract is broken by the parameters, the body, or both. Here is everything that was read, so
    /// that every violation can be named.
    Invalid {
        /// The parameters that the contract knows, as far as they were given.
        parameters: Vec<Parameter>,
        /// The body, which is JSON, where the operation has one.
        body: Option<Bytes>,
    },
}

/// A parameter as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    pub part: Part,
    pub name: &'static str,
    /// Decoded; what is not UTF-8 stands as U+FFFD.
    pub value: String,
}

/// The part of a request that a parameter is given in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Path,
    Query,
    Header,
}

/// A request whose body has been read and whose parameters have not.
#[derive(Debug)]
pub(crate) struct Input {
    path: Result<RawPathParams, RawPathParamsRejection>,
    query: Option<String>,
    headers: HeaderMap,
    body: Option<Bytes>,
}

/// Something breaks the contract; what it is, is found out from the whole input.
pub(crate) struct Broken;

/// An operation's request, as the generated code reads it.
pub(crate) trait FromInput: Validate + Sized {
    /// The names of the parameters.
    const PARAMETERS: &'static [(Part, &'static str)];

    /// Takes the parameters and the body out of the input.
    fn from_input(input: &Input) -> Result<Self, Broken>;
}

impl Input {
    /// The input of an operation without a body.
    pub(crate) fn new(path: Result<RawPathParams, RawPathParamsRejection>, parts: Parts) -> Self {
        Self {
            path,
            query: parts.uri.query().map(str::to_owned),
            headers: parts.headers,
            body: None,
        }
    }

    /// Reads the body of an operation that has one.
    pub(crate) async fn with_body(mut self, body: Body) -> Result<Self, Rejection> {
        if !is_json(&self.headers) {
            return Err(Rejection::UnsupportedMediaType);
        }
        self.body = Some(read_to_end(body).await?);
        Ok(self)
    }

    /// The operation's request, if it keeps to the contract.
    pub(crate) fn check<R: FromInput>(self) -> Result<R, Rejection> {
        match R::from_input(&self) {
            Ok(request) if request.validate().is_ok() => Ok(request),
            _ => Err(self.reject(R::PARAMETERS)),
        }
    }

    fn reject(self, known: &[(Part, &'static str)]) -> Rejection {
        if let Some(body) = &self.body
            && let Err(error) = serde_json::from_slice::<serde_json::Value>(body)
        {
            return Rejection::Malformed(error);
        }
        let parameters = known.iter().flat_map(|&(part, name)| {
            let values = self.values(part, name).into_iter();
            values.map(move |value| Parameter {
                part,
                name,
                value: value.into_owned(),
            })
        });
        Rejection::Invalid {
            parameters: parameters.collect(),
            body: self.body.clone(),
        }
    }

    /// The body, read as the model.
    pub(crate) fn body<T: DeserializeOwned>(&self) -> Result<T, Broken> {
        let body = self.body.as_ref().ok_or(Broken)?;
        serde_json::from_slice(body).map_err(|_| Broken)
    }

    /// A parameter that has to be there.
    pub(crate) fn required<T: FromStr>(&self, part: Part, name: &str) -> Result<T, Broken> {
        self.optional(part, name)?.ok_or(Broken)
    }

    /// A parameter that may be absent, but not be there twice.
    pub(crate) fn optional<T: FromStr>(&self, part: Part, name: &str) -> Result<Option<T>, Broken> {
        match &self.values(part, name)[..] {
            [] => Ok(None),
            [value] => value.parse().map(Some).map_err(|_| Broken),
            _ => Err(Broken),
        }
    }

    fn values(&self, part: Part, name: &str) -> Vec<Cow<'_, str>> {
        match part {
            Part::Path => match &self.path {
                Ok(path) => path
                    .iter()
                    .filter(|(key, _)| *key == name)
                    .map(|(_, value)| value.into())
                    .collect(),
                // Not UTF-8: stands as what no path parameter admits.
                Err(_) => vec!["\u{FFFD}".into()],
            },
            Part::Query => {
                let query = self.query.as_deref().unwrap_or_default();
                form_urlencoded::parse(query.as_bytes())
                    .filter(|(key, _)| key == name)
                    .map(|(_, value)| value)
                    .collect()
            }
            // The lines of a repeated header are one list (RFC 9110, 5.3).
            Part::Header => {
                let lines = self.headers.get_all(name).iter();
                let lines: Vec<_> = lines
                    .map(|line| String::from_utf8_lossy(line.as_bytes()))
                    .collect();
                match lines.len() {
                    0 | 1 => lines,
                    _ => vec![lines.join(", ").into()],
                }
            }
        }
    }
}

/// Reads a body of at most [`MAX_BODY`]. A larger one is read on, as far as that is bearable, and
/// forgotten: a client that is still sending when its connection closes never sees the answer.
async fn read_to_end(mut body: Body) -> Result<Bytes, Rejection> {
    let mut kept = Vec::new();
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Rejection::Incomplete)?;
        let data = frame.into_data().unwrap_or_default();
        length += data.len();
        if length <= MAX_BODY {
            kept.extend_from_slice(&data);
        } else if length > MAX_DISCARDED {
            break;
        }
    }
    match length {
        ..=MAX_BODY => Ok(kept.into()),
        _ => Err(Rejection::PayloadTooLarge),
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE);
    value
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse::<mime::Mime>().ok())
        .is_some_and(|mime| mime.essence_str() == mime::APPLICATION_JSON.as_ref())
}
