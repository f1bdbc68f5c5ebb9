//! Checks a request against its schemas, and names every violation.

use axum::body::Bytes;
use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use serde_json::Value;

use crate::body::{Content, FieldKind, MediaKind};
use crate::contract::{Schemas, Words};
use crate::decode::Unreadable;
use crate::duplicates::duplicates;
use crate::input::Input;
use crate::parameter::Parameter;
use crate::pointer::{self, escape, shortened};
use crate::{Contract, Rejection, Violation, body};

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

/// What is wrong with the bytes of a body, or with the files of a form.
fn of_files(input: &Input) -> Vec<Violation> {
    let media = input
        .operation
        .body
        .and_then(|body| body.media.get(input.media));
    if let (Some(MediaKind::Bytes { min, max }), Content::Bytes(bytes)) =
        (media.map(|media| media.kind), &input.content)
    {
        return of_length(String::new(), bytes.len(), min, max);
    }
    let files = input.parts().iter().flat_map(|(field, file)| {
        let FieldKind::File { min, max, types } = field.kind else {
            return Vec::new();
        };
        let pointer = pointer::pointer(&[field.name]);
        let mut violations = of_length(pointer.clone(), file.bytes.len(), min, max);
        let content_type = file
            .content_type
            .as_deref()
            .unwrap_or("application/octet-stream");
        if !types.is_empty() && !types.iter().any(|range| is_of(range, content_type)) {
            let message = format!("must be {}", types.join(" or "));
            violations.push(violation("body", pointer, "contentType", message));
        }
        violations
    });
    files.collect()
}

fn of_length(pointer: String, length: usize, min: usize, max: usize) -> Vec<Violation> {
    match length {
        length if length < min => {
            let message = format!("must be at least {min} bytes long");
            vec![violation("body", pointer, "minLength", message)]
        }
        length if length > max => {
            let message = format!("must be at most {max} bytes long");
            vec![violation("body", pointer, "maxLength", message)]
        }
        _ => Vec::new(),
    }
}

/// Whether a media type is in a range, such as `image/*`.
fn is_of(range: &str, content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    match range.strip_suffix("/*") {
        Some("*") => true,
        Some(kind) => essence
            .split('/')
            .next()
            .is_some_and(|own| own.eq_ignore_ascii_case(kind)),
        None => essence.eq_ignore_ascii_case(range),
    }
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

/// Names a violation in our words: the library's would repeat the value, however long.
fn named(
    part: &'static str,
    prefix: &str,
    error: &ValidationError,
    words: &Words,
) -> Vec<Violation> {
    let pointer = format!("{prefix}{}", error.instance_path());
    let member = |name: &str| format!("{pointer}/{}", escape(name));
    let members = |names: &[String]| {
        let names = names.iter().take(MAX_VIOLATIONS);
        names
            .map(|name| violation(part, member(name), "unknown", "is not known".to_owned()))
            .collect()
    };
    let one = |code: &str, message: String| vec![violation(part, pointer.clone(), code, message)];
    match error.kind() {
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            members(unexpected)
        }
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            vec![violation(
                part,
                member(name),
                "required",
                "is required".to_owned(),
            )]
        }
        Kind::FalseSchema => one("unknown", "is not allowed here".to_owned()),
        Kind::Format { format } => one(format, format_message(format, error.instance(), words)),
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => match closest(context) {
            Some(alternative) => alternative
                .iter()
                .flat_map(|error| named(part, prefix, error, words))
                .collect(),
            None => one(
                error.kind().keyword(),
                "must match one of the alternatives".to_owned(),
            ),
        },
        kind => one(kind.keyword(), message(kind, words)),
    }
}

/// The only alternative whose type the value has, to name what is wrong with it.
fn closest<'c, 'e>(
    context: &'c [Vec<ValidationError<'e>>],
) -> Option<&'c Vec<ValidationError<'e>>> {
    // The alternatives are of the same value, so the shortest path is that value's own.
    let depth = |error: &ValidationError| error.instance_path().as_str().len();
    let own = context
        .iter()
        .flatten()
        .map(depth)
        .min()
        .unwrap_or_default();
    let is_of_type = |errors: &&Vec<ValidationError>| {
        let mut errors = errors.iter();
        !errors.any(|error| matches!(error.kind(), Kind::Type { .. }) && depth(error) == own)
    };
    let mut of_type = context.iter().filter(is_of_type);
    of_type.next().filter(|_| of_type.next().is_none())
}

fn message(kind: &Kind, words: &Words) -> String {
    match kind {
        Kind::Type { kind } => format!("must be {}", types(kind)),
        Kind::Enum { options } => format!("must be one of: {}", list(options)),
        Kind::Constant { expected_value } => format!("must be {expected_value}"),
        Kind::MinLength { limit } => {
            format!("must be at least {} long", count(*limit, "character"))
        }
        Kind::MaxLength { limit } => format!("must be at most {} long", count(*limit, "character")),
        Kind::MinItems { limit } => format!("must have at least {}", count(*limit, "item")),
        Kind::MaxItems { limit } => format!("must have at most {}", count(*limit, "item")),
        Kind::MinProperties { limit } => format!("must have at least {}", count(*limit, "member")),
        Kind::MaxProperties { limit } => format!("must have at most {}", count(*limit, "member")),
        Kind::Minimum { limit } => format!("must be at least {limit}"),
        Kind::Maximum { limit } => format!("must be at most {limit}"),
        Kind::ExclusiveMinimum { limit } => format!("must be greater than {limit}"),
        Kind::ExclusiveMaximum { limit } => format!("must be less than {limit}"),
        Kind::MultipleOf { multiple_of } => format!("must be a multiple of {multiple_of}"),
        Kind::UniqueItems => "must not have the same item twice".to_owned(),
        Kind::Contains => "must contain an item that the contract requires".to_owned(),
        Kind::PropertyNames { .. } => "has a member with a name that is not allowed".to_owned(),
        Kind::AdditionalItems { limit } => format!("must have at most {} items", limit),
        Kind::UnevaluatedItems { .. } => "has items that are not allowed".to_owned(),
        Kind::OneOfMultipleValid { .. } => "must match exactly one of the alternatives".to_owned(),
        Kind::Not { schema } => {
            let message = words.messages.get(&schema.to_string());
            message
                .map_or("has a value that is not allowed", |message| message)
                .to_owned()
        }
        Kind::ContentEncoding { content_encoding } => {
            format!("must be encoded in {content_encoding}")
        }
        Kind::ContentMediaType { content_media_type } => format!("must be {content_media_type}"),
        Kind::Pattern { pattern } => pattern_message(pattern, words),
        _ => "breaks the contract".to_owned(),
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

fn count(limit: u64, what: &str) -> String {
    match limit {
        1 => format!("1 {what}"),
        limit => format!("{limit} {what}s"),
    }
}

fn pattern_message(pattern: &str, words: &Words) -> String {
    match words.messages.get(&Value::from(pattern).to_string()) {
        Some(message) => message.clone(),
        None => format!("must match {pattern}"),
    }
}

fn format_message(name: &str, value: &Value, words: &Words) -> String {
    let text = value.as_str().unwrap_or_default();
    let format = words.formats.iter().find(|format| format.name() == name);
    let refused = format.and_then(|format| format.check(text).err());
    refused.unwrap_or_else(|| match name {
        "email" => "must be an e-mail address".to_owned(),
        "uri" => "must be a URI (RFC 3986)".to_owned(),
        "uuid" => "must be a UUID (RFC 9562)".to_owned(),
        "date-time" => "must be a date and time (RFC 3339)".to_owned(),
        "date" => "must be a date (RFC 3339)".to_owned(),
        name => format!("must have the format {name}"),
    })
}

fn violation(part: &'static str, pointer: String, code: &str, message: String) -> Violation {
    Violation {
        part,
        pointer: shortened(pointer),
        code: code.to_owned(),
        message,
    }
}
