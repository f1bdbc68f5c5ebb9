//! The JSON Schemas of the contract's requests, compiled when they are first needed.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jsonschema::{Draft, Registry, Validator};
use serde_json::{Value, json};
use validator::ValidateEmail;

use crate::pointer::escape;
use crate::{Operation, Rejection};

/// Names the document that holds the schemas, for references within it.
const BASE: &str = "urn:contract";

/// A format of the contract that JSON Schema does not define.
#[derive(Clone)]
pub struct Format {
    name: &'static str,
    check: Arc<Check>,
}

/// Checks a string; the error says what is wrong with it, for the caller.
type Check = dyn Fn(&str) -> Result<(), String> + Send + Sync;

impl Format {
    /// A format of that name. The error of `check` says what is wrong with a string, for the caller.
    pub fn new(
        name: &'static str,
        check: impl Fn(&str) -> Result<(), String> + Send + Sync + 'static,
    ) -> Self {
        Self {
            name,
            check: Arc::new(check),
        }
    }

    /// The format's name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Checks a string.
    ///
    /// # Errors
    /// What is wrong with it, for the caller.
    pub fn check(&self, text: &str) -> Result<(), String> {
        (self.check)(text)
    }
}

impl std::fmt::Debug for Format {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.debug_tuple("Format").field(&self.name).finish()
    }
}

/// The schemas of every request of the contract.
pub struct Contract {
    registry: Result<Registry<'static>, String>,
    words: Arc<Words>,
    requests: HashMap<&'static str, OnceLock<Result<Arc<Schemas>, String>>>,
}

/// The compiled schemas of an operation's requests.
#[derive(Debug)]
pub(crate) struct Schemas {
    /// A schema for each parameter.
    pub(crate) parameters: Vec<Validator>,
    /// A schema for each media type of the body, where the media type has a schema at all.
    pub(crate) bodies: Vec<Option<Validator>>,
    /// How violations are said.
    pub(crate) words: Arc<Words>,
}

/// How the contract says its rules for people.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// The formats that JSON Schema does not define.
    pub(crate) formats: Vec<Format>,
    /// The words for a keyword's value (`x-messages`, `x-pattern-messages`), by the value as JSON.
    pub(crate) messages: HashMap<String, String>,
}

impl Contract {
    /// The schemas in a `schemas.json` that was generated, for these operations.
    pub(crate) fn new(
        schemas: &str,
        formats: Vec<Format>,
        operations: impl Iterator<Item = &'static Operation>,
    ) -> Self {
        let document = serde_json::from_str::<Value>(schemas).map_err(|error| error.to_string());
        let messages = document.as_ref().ok().map(|document| &document["messages"]);
        let messages = messages.and_then(Value::as_object).into_iter().flatten();
        let messages = messages
            .filter_map(|(value, message)| Some((value.clone(), message.as_str()?.to_owned())))
            .collect();
        let words = Arc::new(Words { formats, messages });
        let registry = document.and_then(registry);
        let requests = operations.map(|operation| (operation.id, OnceLock::new()));
        Self {
            registry,
            words,
            requests: requests.collect(),
        }
    }

    /// The compiled schemas of an operation.
    pub(crate) fn schemas(&self, operation: &Operation) -> Result<Arc<Schemas>, Rejection> {
        let absent = || Err(format!("no schemas for {}", operation.id));
        let request = self.requests.get(operation.id);
        let schemas = request.map_or_else(absent, |request| {
            request
                .get_or_init(|| self.compile(operation).map(Arc::new))
                .clone()
        });
        schemas.map_err(Rejection::Contract)
    }

    fn compile(&self, operation: &Operation) -> Result<Schemas, String> {
        let base = format!("/operations/{}", escape(operation.id));
        let parameters = (0..operation.parameters.len())
            .map(|index| self.validator(&format!("{base}/parameters/{index}")));
        let media = operation.body.map_or(0, |body| body.media.len());
        let bodies =
            (0..media).map(|index| self.validator(&format!("{base}/bodies/{index}")).map(Some));
        Ok(Schemas {
            parameters: parameters.collect::<Result<_, _>>()?,
            bodies: bodies.collect::<Result<_, _>>()?,
            words: Arc::clone(&self.words),
        })
    }

    fn validator(&self, pointer: &str) -> Result<Validator, String> {
        let registry = self.registry.as_ref().map_err(Clone::clone)?;
        compile(registry, &self.words.formats, pointer)
    }
}

impl std::fmt::Debug for Contract {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.debug_struct("Contract").finish_non_exhaustive()
    }
}

fn registry(document: Value) -> Result<Registry<'static>, String> {
    let registry = Registry::new()
        .draft(Draft::Draft202012)
        .add(BASE, document);
    registry
        .and_then(|registry| registry.prepare())
        .map_err(|error| error.to_string())
}

fn compile(registry: &Registry, formats: &[Format], pointer: &str) -> Result<Validator, String> {
    let mut options = jsonschema::options()
        .with_draft(Draft::Draft202012)
        .with_registry(registry)
        .should_validate_formats(true)
        // The rule that `validator` applies to the models, so that both agree.
        .with_format("email", |value: &str| value.validate_email())
        .with_format("idn-hostname", |value: &str| {
            idna::domain_to_ascii_strict(value).is_ok()
        })
        .with_format("byte", |value: &str| STANDARD.decode(value).is_ok());
    for format in formats {
        let check = Arc::clone(&format.check);
        options = options.with_format(format.name, move |value: &str| check(value).is_ok());
    }
    let reference = pointer.replace('%', "%25").replace(' ', "%20");
    options
        .build(&json!({ "$ref": format!("{BASE}#{reference}") }))
        .map_err(|error| format!("{pointer}: {error}"))
}

/// The alternatives of a `oneOf` or `anyOf`, to find the one that a value is of.
pub struct Alternatives {
    schemas: &'static str,
    pointer: &'static str,
    count: usize,
    compiled: OnceLock<Vec<Validator>>,
}

impl Alternatives {
    /// The `count` alternatives at a JSON pointer into the generated `schemas.json`.
    pub const fn new(schemas: &'static str, pointer: &'static str, count: usize) -> Self {
        Self {
            schemas,
            pointer,
            count,
            compiled: OnceLock::new(),
        }
    }

    /// The index of the first alternative that the value keeps to.
    pub fn first(&self, value: &Value) -> Option<usize> {
        let compiled = self.compiled.get_or_init(|| self.compile());
        compiled
            .iter()
            .position(|alternative| alternative.is_valid(value))
    }

    fn compile(&self) -> Vec<Validator> {
        let document: Value = serde_json::from_str(self.schemas).unwrap_or_default();
        let Ok(registry) = registry(document) else {
            return Vec::new();
        };
        let pointers = (0..self.count).map(|index| format!("{}/{index}", self.pointer));
        let compiled = pointers.map(|pointer| compile(&registry, &[], &pointer));
        compiled.collect::<Result<_, _>>().unwrap_or_default()
    }
}

impl std::fmt::Debug for Alternatives {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter
            .debug_tuple("Alternatives")
            .field(&self.pointer)
            .finish()
    }
}
