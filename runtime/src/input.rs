//! A request as the generated code reads it.

use std::borrow::Cow;

use axum::body::Bytes;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::body::{Content, Field, File};
use crate::decode::{self, Unreadable};
use crate::parameter::Part;
use crate::{Check, Contract, Operation, Rejection, path, violations};

/// An operation's request, as the generated code reads it.
pub trait Request: Sized + Send + 'static {
    /// The operation.
    const OPERATION: &'static Operation;

    /// Takes the parameters and the body out of what has been read.
    ///
    /// # Errors
    /// When the types cannot represent a value.
    fn read(input: &mut Input) -> Result<Self, Unrepresentable>;

    /// Whether the `validator` rules of the request hold. Asked only where they say all that the contract says.
    fn keeps_rules(&self) -> bool {
        true
    }
}

/// A value that the generated types cannot represent.
#[derive(Debug)]
pub struct Unrepresentable(String);

/// The parameters and the body of a request.
#[derive(Debug)]
pub struct Input {
    pub(crate) operation: &'static Operation,
    pub(crate) parameters: Vec<Result<Option<Value>, Unreadable>>,
    pub(crate) unknown: Vec<String>,
    pub(crate) media: usize,
    pub(crate) content: Content,
    pub(crate) accepted: usize,
}

impl Input {
    /// Reads the parameters of a request, and takes the body that was read.
    pub(crate) fn new(
        operation: &'static Operation,
        parts: &Parts,
        (media, content): (usize, Content),
        accepted: usize,
    ) -> Self {
        let query = decode::pairs(parts.uri.query().unwrap_or_default());
        let path = path::captures(operation.path, parts.uri.path()).unwrap_or_default();
        let cookies = cookies(parts);
        let parameters = operation
            .parameters
            .iter()
            .map(|parameter| match parameter.part {
                Part::Path => decode::decode(parameter, &path),
                Part::Query | Part::Body => decode::decode(parameter, &query),
                Part::Header => decode::decode(parameter, &header(parts, parameter.name)),
                Part::Cookie => decode::decode(parameter, &cookies),
            });
        let parameters = parameters.collect();
        let unknown = query
            .iter()
            .map(|(name, _)| name)
            .filter(|name| !is_known(operation, name));
        let unknown = unknown.map(|name| name.clone().into_owned()).collect();
        Self {
            operation,
            parameters,
            unknown,
            media,
            content,
            accepted,
        }
    }

    /// The operation's request, if it keeps to the contract.
    pub(crate) fn check<R: Request>(mut self, contract: &Contract) -> Result<R, Rejection> {
        let is_readable = self.unknown.is_empty() && self.parameters.iter().all(Result::is_ok);
        let keeps = is_readable
            && match self.operation.check {
                Check::Rules => true,
                Check::Schema => contract.schemas(self.operation)?.keeps(&self),
            };
        if keeps {
            let request = R::read(&mut self);
            match request {
                Ok(request) if self.operation.check == Check::Schema || request.keeps_rules() => {
                    return Ok(request);
                }
                Err(Unrepresentable(reason)) if self.operation.check == Check::Schema => {
                    tracing::warn!(
                        operation = self.operation.id,
                        reason,
                        "a type is narrower than its schema"
                    );
                    return Err(violations::unrepresentable());
                }
                _ => {}
            }
        }
        Err(violations::explain(contract, &self))
    }

    /// A parameter that is always there, by its index.
    ///
    /// # Errors
    /// When it is absent, or of another type.
    pub fn required<T: DeserializeOwned>(&mut self, index: usize) -> Result<T, Unrepresentable> {
        self.optional(index)?
            .ok_or_else(|| Unrepresentable("a parameter is absent".to_owned()))
    }

    /// A parameter that may be absent, by its index.
    ///
    /// # Errors
    /// When it is of another type.
    pub fn optional<T: DeserializeOwned>(
        &mut self,
        index: usize,
    ) -> Result<Option<T>, Unrepresentable> {
        match self.parameters.get(index) {
            Some(Ok(Some(value))) => Ok(Some(T::deserialize(value)?)),
            _ => Ok(None),
        }
    }

    /// Whether the request has a body.
    pub fn has_body(&self) -> bool {
        !matches!(self.content, Content::Absent)
    }

    /// The index of the body's media type in the contract.
    pub fn media(&self) -> usize {
        self.media
    }

    /// The index of the media type to answer with, in the contract's order.
    pub fn accepted(&self) -> usize {
        self.accepted
    }

    /// The body as a model.
    ///
    /// # Errors
    /// When it is of another type.
    pub fn body<T: DeserializeOwned>(&mut self) -> Result<T, Unrepresentable> {
        match &self.content {
            Content::Json(bytes) => Ok(serde_json::from_slice(bytes)?),
            Content::Value(value, _) | Content::Multipart(value, _) => Ok(T::deserialize(value)?),
            Content::Absent | Content::Bytes(_) => {
                Err(Unrepresentable("there is no value".to_owned()))
            }
        }
    }

    /// The body as bytes.
    pub fn bytes(&mut self) -> Bytes {
        match &self.content {
            Content::Bytes(bytes) => bytes.clone(),
            _ => Bytes::new(),
        }
    }

    /// A field of a form that is not a file, if it is there.
    ///
    /// # Errors
    /// When it is of another type.
    pub fn field<T: DeserializeOwned>(&mut self, name: &str) -> Result<Option<T>, Unrepresentable> {
        match &self.content {
            Content::Multipart(value, _) => match value.get(name) {
                Some(value) => Ok(Some(T::deserialize(value)?)),
                None => Ok(None),
            },
            _ => Ok(None),
        }
    }

    /// A field of a form that is not a file and always there.
    ///
    /// # Errors
    /// When it is absent, or of another type.
    pub fn required_field<T: DeserializeOwned>(
        &mut self,
        name: &str,
    ) -> Result<T, Unrepresentable> {
        self.field(name)?
            .ok_or_else(|| Unrepresentable("a field is absent".to_owned()))
    }

    /// The files of a form under that name.
    pub fn files(&mut self, name: &str) -> Vec<File> {
        match &self.content {
            Content::Multipart(_, files) => {
                let own = files.iter().filter(|(field, _)| field.name == name);
                own.map(|(_, file)| file.clone()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The only file of a form under that name.
    ///
    /// # Errors
    /// When it is absent.
    pub fn file(&mut self, name: &str) -> Result<File, Unrepresentable> {
        self.files(name)
            .pop()
            .ok_or_else(|| Unrepresentable("a file is absent".to_owned()))
    }

    /// The value of the body, for its schema.
    pub(crate) fn value(&self) -> Option<Cow<'_, Value>> {
        match &self.content {
            Content::Value(value, _) | Content::Multipart(value, _) => Some(Cow::Borrowed(value)),
            Content::Json(bytes) => serde_json::from_slice(bytes).ok().map(Cow::Owned),
            Content::Absent | Content::Bytes(_) => None,
        }
    }

    /// The files of the body.
    pub(crate) fn parts(&self) -> &[(&'static Field, File)] {
        match &self.content {
            Content::Multipart(_, files) => files,
            _ => &[],
        }
    }
}

impl From<serde_json::Error> for Unrepresentable {
    fn from(error: serde_json::Error) -> Self {
        Self(error.to_string())
    }
}

fn is_known(operation: &Operation, name: &str) -> bool {
    let is_parameter = operation
        .parameters
        .iter()
        .any(|parameter| parameter.part == Part::Query && decode::is_named(parameter, name));
    is_parameter
        || operation
            .security
            .iter()
            .any(|requirement| requirement.has_query(name))
}

/// The lines of a repeated header are one list (RFC 9110, 5.3).
fn header<'p>(parts: &'p Parts, name: &'static str) -> Vec<(Cow<'p, str>, Cow<'p, str>)> {
    let lines = parts.headers.get_all(name).iter();
    let lines: Vec<_> = lines
        .map(|line| String::from_utf8_lossy(line.as_bytes()))
        .collect();
    match lines.len() {
        0 => Vec::new(),
        1 => lines
            .into_iter()
            .map(|line| (Cow::Borrowed(name), line))
            .collect(),
        _ => vec![(Cow::Borrowed(name), Cow::Owned(lines.join(", ")))],
    }
}

/// The cookies of a request (RFC 6265).
pub(crate) fn cookies(parts: &Parts) -> Vec<(Cow<'_, str>, Cow<'_, str>)> {
    let lines = parts.headers.get_all(axum::http::header::COOKIE).iter();
    let pairs = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'));
    let pairs = pairs.filter_map(|pair| pair.trim().split_once('='));
    pairs
        .map(|(name, value)| (Cow::Borrowed(name), Cow::Borrowed(value.trim_matches('"'))))
        .collect()
}
