//! Checks a request against its schemas, and names every violation.

mod files;
mod message;
mod named;

use axum::body::Bytes;
use serde_json::Value;

use crate::body::Content;
use crate::contract::{Schemas, Words};
use crate::decode::Unreadable;
use crate::duplicates::duplicates;
use crate::input::Input;
use crate::parameter::Parameter;
use crate::pointer::{self, shortened};
use crate::{Contract, Rejection, Violation, body};

use files::of_files;
use named::named;

/// How many violations are named: nobody reads more, and a request must not cause a far larger answer.
const MAX_VIOLATIONS: usize = 1000;

impl Schemas {
    /// Whether a request keeps to its schemas.
    pub(crate) fn keeps(&self, input: &Input) -> bool {
        let parameters = input
            .operation
            .parameters
            .iter()
            .zip(&self.parameters)
            .zip(&input.parameters);
        let mut parameters = parameters.map(|((parameter, schema), value)| match value {
            Ok(Some(value)) => is_empty(parameter, value) || schema.is_valid(value),
            Ok(None) => !parameter.required,
            Err(_) => false,
        });
        parameters.all(|keeps| keeps) && self.body_keeps(input)
    }

    fn body_keeps(&self, input: &Input) -> bool {
        // JSON that is still a text has a member twice.
        if matches!(input.content, Content::Json(_)) || !of_files(input).is_empty() {
            return false;
        }
        match (self.bodies.get(input.media), input.value()) {
            (Some(Some(schema)), Some(value)) => schema.is_valid(&value),
            _ => true,
        }
    }
}

/// The rejection of a request that breaks the contract, with everything that is wrong with it.
pub(crate) fn explain(contract: &Contract, input: &Input) -> Rejection {
    if let Content::Json(bytes) = &input.content
        && let Err(rejection) = body::is_json(bytes)
    {
        return rejection;
    }
    let schemas = match contract.schemas(input.operation) {
        Ok(schemas) => schemas,
        Err(rejection) => return rejection,
    };
    let unknown = input.unknown.iter().map(|name| {
        let pointer = pointer::pointer(&[name]);
        violation("query", pointer, "unknown", "is not known".to_owned())
    });
    let mut violations: Vec<_> = unknown.collect();
    violations.extend(of_parameters(&schemas, input));
    violations.extend(of_body(&schemas, input));
    violations.extend(of_files(input));
    drop_patterns_of_formats(&mut violations, &schemas.words);
    violations.truncate(MAX_VIOLATIONS);
    match violations.is_empty() {
        true => {
            tracing::error!(
                operation = input.operation.id,
                "refused what the contract allows"
            );
            unrepresentable()
        }
        false => Rejection::Invalid(violations),
    }
}

/// The rejection of a request with a value that the server's types cannot represent.
pub(crate) fn unrepresentable() -> Rejection {
    let message = "has a value that the server cannot represent".to_owned();
    Rejection::Invalid(vec![violation("body", String::new(), "invalid", message)])
}

fn is_empty(parameter: &Parameter, value: &Value) -> bool {
    parameter.allow_empty && (value == "" || value.as_array().is_some_and(Vec::is_empty))
}

fn of_parameters(schemas: &Schemas, input: &Input) -> Vec<Violation> {
    let parameters = input
        .operation
        .parameters
        .iter()
        .zip(&schemas.parameters)
        .zip(&input.parameters);
    let violations = parameters.flat_map(|((parameter, schema), value)| {
        let part = parameter.part.name();
        let pointer = pointer::pointer(&[parameter.name]);
        let one = |code: &str, message: &str| {
            vec![violation(part, pointer.clone(), code, message.to_owned())]
        };
        match value {
            Ok(None) if parameter.required => one("required", "is required"),
            Ok(None) => Vec::new(),
            Ok(Some(value)) if is_empty(parameter, value) => Vec::new(),
            Ok(Some(value)) => {
                let errors = schema.iter_errors(value);
                errors
                    .flat_map(|error| named(part, &pointer, &error, &schemas.words))
                    .collect()
            }
            Err(Unreadable::Duplicate) => one("duplicate", "must not be given twice"),
            Err(Unreadable::Encoding) => one("encoding", "is not UTF-8"),
            Err(Unreadable::Malformed) => one("style", "is not serialized as the contract says"),
        }
    });
    violations.collect()
}

fn of_body(schemas: &Schemas, input: &Input) -> Vec<Violation> {
    let value = input.value();
    let (Some(Some(schema)), Some(value)) = (schemas.bodies.get(input.media), &value) else {
        return Vec::new();
    };
    let text = match &input.content {
        Content::Json(bytes) | Content::Value(_, bytes) => bytes.clone(),
        _ => Bytes::new(),
    };
    let duplicates = duplicates(&text, MAX_VIOLATIONS)
        .into_iter()
        .map(|pointer| {
            violation(
                "body",
                pointer,
                "duplicate",
                "must not be given twice".to_owned(),
            )
        });
    schema
        .iter_errors(value)
        .flat_map(|error| named("body", "", &error, &schemas.words))
        .take(MAX_VIOLATIONS)
        .chain(duplicates)
        .collect()
}

/// A value that its format refuses need not match the pattern next to it either.
fn drop_patterns_of_formats(violations: &mut Vec<Violation>, words: &Words) {
    let is_format = |violation: &&Violation| {
        let own = words
            .formats
            .iter()
            .any(|format| format.name() == violation.code);
        own || ["email", "uri"].contains(&violation.code.as_str())
    };
    let refused = violations.iter().filter(is_format);
    let refused: Vec<_> = refused.map(|one| (one.part, one.pointer.clone())).collect();
    violations
        .retain(|one| one.code != "pattern" || !refused.contains(&(one.part, one.pointer.clone())));
}

fn violation(part: &'static str, pointer: String, code: &str, message: String) -> Violation {
    Violation {
        part,
        pointer: shortened(pointer),
        code: code.to_owned(),
        message,
    }
}
