//! Names every violation of a request that the generated code has refused.
//!
//! The generated models decide, and stop at the first fault; only what they refuse is looked at again,
//! against the contract's own schemas, to tell the caller all of it at once.

use axum::body::Bytes;
use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use orgd_api::{Operation, Parameter, Part, Rejection, models::Violation};
use serde_json::Value;

use super::duplicates::duplicates;
use super::pointer::{escape, shortened};
use crate::contract::{self, RequestSchemas};
use crate::domain::organization::name;
use crate::domain::organization::origin::{self, PlainHttp};
use crate::error::Error;

/// How many violations are named: nobody reads more, and a request must not make a far larger answer.
const MAX_VIOLATIONS: usize = 1000;

/// The format of an origin, and the code of what is none.
pub(crate) const EMBED_ORIGIN: &str = "embed-origin";

/// The format of a name, and the code of what may be none.
pub(crate) const DISPLAY_NAME: &str = "display-name";

/// The formats beside which the contract has patterns.
const FORMATS: [&str; 4] = ["email", "uri", EMBED_ORIGIN, DISPLAY_NAME];

/// What is wrong with a reserved word.
pub(crate) const RESERVED: &str = "is reserved";

/// The patterns of the contract that have words of their own.
const PATTERNS: [(&str, &str); 4] = [
    (r"^[^\x00]*$", "must not contain the character U+0000"),
    (
        r"^[^\x00-\x1f\x7f]*$",
        "must not contain control characters",
    ),
    (
        r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$",
        "must not contain control characters other than tabs and line breaks",
    ),
    (
        r"^[Hh][Tt][Tt][Pp][Ss]?://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?)(:([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])?)?([/?#].*)?$",
        "must be an `http` or `https` URL with a host, such as `https://example.com/logo.png`",
    ),
];

/// The same error, with every violation of the contract named.
pub fn explain(operation: &Operation, error: Error, plain_http: PlainHttp) -> Error {
    match error {
        Error::Rejected(rejection) => of_rejection(operation, rejection, plain_http),
        Error::UnknownCursor => of_cursor(),
        error => error,
    }
}

fn of_rejection(operation: &Operation, rejection: Rejection, plain_http: PlainHttp) -> Error {
    let Rejection::Invalid { parameters, body } = rejection else {
        return rejection.into();
    };
    let Some(schemas) = contract::request_schemas(operation.id) else {
        return Error::Internal(format!("no schemas for {}", operation.id));
    };
    let mut violations = of_parameters(schemas, &parameters);
    if let Some(body) = body {
        violations.extend(named_once(of_body(schemas, &body, plain_http)));
    }
    if violations.is_empty() {
        tracing::error!(operation = operation.id, "refused what the contract allows");
        let message = "does not keep to the contract".to_owned();
        violations.push(violation("body", String::new(), "invalid", message));
    }
    violations.truncate(MAX_VIOLATIONS);
    Error::Invalid(violations)
}

/// The error for a cursor that is none of the caller's organizations.
fn of_cursor() -> Error {
    let message = "must be the id of one of your organizations".to_owned();
    let pointer = "/cursor".to_owned();
    Error::Invalid(vec![violation("query", pointer, "cursor", message)])
}

fn of_parameters(schemas: &RequestSchemas, given: &[Parameter]) -> Vec<Violation> {
    let mut violations = Vec::new();
    for parameter in &schemas.parameters {
        let (part, name) = (&parameter.part, &parameter.name);
        let values: Vec<_> = given
            .iter()
            .filter(|value| part_name(value.part) == part && value.name == name)
            .collect();
        let pointer = format!("/{}", escape(name));
        match values[..] {
            [] if parameter.required => {
                violations.push(violation(
                    part,
                    pointer,
                    "required",
                    "is required".to_owned(),
                ));
            }
            [] => {}
            [value] => {
                let value = match value.value.parse::<i64>() {
                    Ok(number) if parameter.is_integer => Value::from(number),
                    _ => Value::from(value.value.as_str()),
                };
                let errors = parameter.schema.iter_errors(&value);
                violations.extend(errors.flat_map(|error| named(part, &pointer, &error)));
            }
            _ => {
                let message = "must not be given twice".to_owned();
                violations.push(violation(part, pointer, "duplicate", message));
            }
        }
    }
    violations
}

fn of_body(schemas: &RequestSchemas, body: &Bytes, plain_http: PlainHttp) -> Vec<Violation> {
    let Some(schema) = &schemas.body else {
        return Vec::new();
    };
    let value: Value = serde_json::from_slice(body).unwrap_or_default();
    let errors = schema.iter_errors(&value);
    let twice = duplicates(body, MAX_VIOLATIONS).into_iter().map(|pointer| {
        let message = "must not be given twice".to_owned();
        violation("body", pointer, "duplicate", message)
    });
    errors
        .filter(|error| !is_plain_origin(error, plain_http))
        .flat_map(|error| named("body", "", &error))
        .take(MAX_VIOLATIONS)
        .chain(twice)
        .collect()
}

/// Whether this is about an origin that only this server takes: the schemas know no operator.
fn is_plain_origin(error: &ValidationError, plain_http: PlainHttp) -> bool {
    let is_origin =
        matches!(error.kind(), ValidationErrorKind::Format { format } if format == EMBED_ORIGIN);
    let origin = error.instance().as_str().unwrap_or_default();
    is_origin && origin::normalise(origin, plain_http).is_ok()
}

/// Without the patterns of what breaks its format already, which says more.
fn named_once(mut violations: Vec<Violation>) -> Vec<Violation> {
    let broken: Vec<_> = violations
        .iter()
        .filter(|violation| FORMATS.contains(&violation.code.as_str()))
        .map(|violation| violation.pointer.clone())
        .collect();
    violations.retain(|one| one.code != "pattern" || !broken.contains(&one.pointer));
    violations
}

/// Names a violation in our words: the library's would repeat the value, however long.
fn named(part: &str, prefix: &str, error: &ValidationError) -> Vec<Violation> {
    use ValidationErrorKind as Kind;

    let pointer = format!("{prefix}{}", error.instance_path());
    let member = |name: &str| format!("{pointer}/{}", escape(name));
    let one = |code: &str, message: String| vec![violation(part, pointer.clone(), code, message)];
    match error.kind() {
        Kind::AdditionalProperties { unexpected } => unexpected
            .iter()
            .take(MAX_VIOLATIONS)
            .map(|name| violation(part, member(name), "unknown", "is not known".to_owned()))
            .collect(),
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            let message = "is required".to_owned();
            vec![violation(part, member(name), "required", message)]
        }
        Kind::Type { kind } => one("type", format!("must be {}", types(kind))),
        Kind::Enum { options } => one("enum", format!("must be one of: {}", list(options))),
        Kind::MinLength { limit } => one(
            "minLength",
            format!("must be at least {} long", characters(*limit)),
        ),
        Kind::MaxLength { limit } => one(
            "maxLength",
            format!("must be at most {} long", characters(*limit)),
        ),
        Kind::MaxItems { limit } => one("maxItems", format!("must have at most {limit} items")),
        Kind::Minimum { limit } => one("minimum", format!("must be at least {limit}")),
        Kind::Maximum { limit } => one("maximum", format!("must be at most {limit}")),
        Kind::Pattern { pattern } => one("pattern", pattern_message(pattern)),
        Kind::Not { schema } if schema.get("enum").is_some() => one("not", RESERVED.to_owned()),
        Kind::Format { format } => one(format, format_message(format, error.instance())),
        _ => one(
            error.kind().keyword(),
            "does not keep to the contract".to_owned(),
        ),
    }
}

fn types(kind: &TypeKind) -> String {
    let mut names: Vec<_> = match kind {
        TypeKind::Single(single) => vec![single.to_string()],
        TypeKind::Multiple(several) => several.iter().map(|one| one.to_string()).collect(),
    };
    // "a string or null" rather than "null or a string"
    names.sort_by_key(|name| name == "null");
    let names = names.iter().map(|name| match name.as_str() {
        "null" => "null".to_owned(),
        name @ ("array" | "integer" | "object") => format!("an {name}"),
        name => format!("a {name}"),
    });
    names.collect::<Vec<_>>().join(" or ")
}

/// The values of an enumeration, comma-separated.
fn list(options: &Value) -> String {
    let options = options.as_array().into_iter().flatten();
    let options = options.map(|option| match option {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    });
    options.collect::<Vec<_>>().join(", ")
}

fn characters(limit: u64) -> String {
    match limit {
        1 => "1 character".to_owned(),
        limit => format!("{limit} characters"),
    }
}

fn pattern_message(pattern: &str) -> String {
    let words = PATTERNS.iter().find(|(known, _)| *known == pattern);
    match words {
        Some((_, words)) => (*words).to_owned(),
        None => format!("must match {pattern}"),
    }
}

fn format_message(format: &str, value: &Value) -> String {
    match format {
        "email" => "must be an e-mail address such as ada@example.com, in ASCII".to_owned(),
        "uri" => "must be a URI (RFC 3986)".to_owned(),
        EMBED_ORIGIN => {
            match origin::normalise(value.as_str().unwrap_or_default(), PlainHttp::Local) {
                Err(error) => error.to_string(),
                Ok(_) => "must be an origin".to_owned(),
            }
        }
        DISPLAY_NAME => match name::check(value.as_str().unwrap_or_default()) {
            Err(error) => error.to_string(),
            Ok(()) => "must be a name".to_owned(),
        },
        format => format!("must have the format {format}"),
    }
}

pub(crate) fn violation(part: &str, pointer: String, code: &str, message: String) -> Violation {
    Violation {
        part: part.to_owned(),
        pointer: shortened(pointer),
        code: code.to_owned(),
        message,
    }
}

fn part_name(part: Part) -> &'static str {
    match part {
        Part::Path => "path",
        Part::Query => "query",
        Part::Header => "header",
    }
}

#[cfg(test)]
mod tests;
