//! What a violation says.

use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use serde_json::Value;

use crate::contract::Words;

/// What is wrong with a value that a keyword refuses.
pub(super) fn message(kind: &Kind, words: &Words) -> String {
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

/// What is wrong with a value that a format refuses.
pub(super) fn format_message(name: &str, value: &Value, words: &Words) -> String {
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
