//! Reading a request, and the ways in which it can break the contract.

use std::borrow::Cow;

use axum::body::{Body, Bytes};
use axum::extract::RawPathParams;
use axum::extract::rejection::RawPathParamsRejection;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use http_body::Body as _;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::de::DeserializeOwned;
use validator::Validate;

/// The largest body that is read, in bytes.
pub const MAX_BODY: usize = 1024 * 1024;

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
    pub(crate) fn required<T: DeserializeOwned>(
        &self,
        part: Part,
        name: &str,
    ) -> Result<T, Broken> {
        self.optional(part, name)?.ok_or(Broken)
    }

    /// A parameter that may be absent, but not be there twice.
    pub(crate) fn optional<T: DeserializeOwned>(
        &self,
        part: Part,
        name: &str,
    ) -> Result<Option<T>, Broken> {
        match &self.values(part, name)[..] {
            [] => Ok(None),
            [value] => serde_plain::from_str(value).map(Some).map_err(|_| Broken),
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

/// Reads a body of at most [`MAX_BODY`].
async fn read_to_end(body: Body) -> Result<Bytes, Rejection> {
    // Said beforehand, it need not even be sent.
    if body.size_hint().lower() > MAX_BODY as u64 {
        return Err(Rejection::PayloadTooLarge);
    }
    match Limited::new(body, MAX_BODY).collect().await {
        Ok(read) => Ok(read.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(Rejection::PayloadTooLarge),
        Err(_) => Err(Rejection::Incomplete),
    }
}

/// Whether the body is said to be JSON: in UTF-8, as RFC 8259 has it, and not compressed.
fn is_json(headers: &HeaderMap) -> bool {
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(value), None) = (types.next(), types.next()) else {
        return false;
    };
    let mime = value.to_str().ok().and_then(|value| value.parse().ok());
    let is_json = mime.is_some_and(|mime: mime::Mime| {
        mime.essence_str() == mime::APPLICATION_JSON.as_ref()
            && mime
                .get_param(mime::CHARSET)
                .is_none_or(|charset| charset == mime::UTF_8)
    });
    is_json && !headers.contains_key(header::CONTENT_ENCODING)
}
