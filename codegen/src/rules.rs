//! What `validator` can check: where a request needs nothing else, its types and rules decide, and no JSON Schema
//! is evaluated.

use serde_json::{Map, Value};

use crate::document::Document;
use crate::request::types;

/// Keywords that describe, or that the types and rules check in full.
const COVERED: [&str; 14] = [
    "title",
    "description",
    "example",
    "examples",
    "deprecated",
    "externalDocs",
    "type",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "default",
    "minimum",
    "maximum",
];

/// Whether types and rules check all that the schema of a body says.
pub fn cover_body(document: &Document, schema: &Value, pointer: &str) -> bool {
    !has_siblings(schema) && is_object(document, schema, pointer, 0)
}

/// Whether types and rules check all that the schema of a parameter says.
pub fn cover_parameter(document: &Document, parameter: &Value, pointer: &str) -> bool {
    let is_default_style = [
        "style",
        "explode",
        "content",
        "allowReserved",
        "allowEmptyValue",
    ]
    .into_iter()
    .all(|keyword| parameter.get(keyword).is_none());
    let Ok((schema, _)) = document.resolve(&parameter["schema"], pointer) else {
        return false;
    };
    is_default_style
        && !has_siblings(&parameter["schema"])
        && parameter["in"] != "cookie"
        && (is_text(schema) || is_enum(schema) || is_small_integer(schema))
}

fn is_object(document: &Document, schema: &Value, pointer: &str, depth: usize) -> bool {
    let Ok((schema, pointer)) = document.resolve(schema, pointer) else {
        return false;
    };
    let Some(members) = schema.as_object() else {
        return false;
    };
    let is_known = |keyword: &String| {
        [
            "type",
            "title",
            "description",
            "example",
            "examples",
            "properties",
            "required",
            "additionalProperties",
        ]
        .contains(&keyword.as_str())
            || keyword.starts_with("x-")
    };
    let is_closed_object = members.keys().all(is_known)
        && kinds(members) == ["object"]
        && members
            .get("additionalProperties")
            .is_none_or(Value::is_boolean)
        && has_own_required(members);
    is_closed_object
        && depth < 16
        && members["properties"]
            .as_object()
            .into_iter()
            .flatten()
            .all(|(_, property)| is_member(document, property, &pointer, depth + 1))
}

/// What stands next to a reference is one more rule.
fn has_siblings(schema: &Value) -> bool {
    let members = schema.as_object().map_or(0, |members| members.len());
    schema.get("$ref").is_some() && members > 1
}

fn has_own_required(members: &Map<String, Value>) -> bool {
    let properties = members.get("properties").and_then(Value::as_object);
    let mut required = members
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    properties.is_some_and(|properties| {
        required.all(|name| {
            name.as_str()
                .is_some_and(|name| properties.contains_key(name))
        })
    })
}

fn is_member(document: &Document, schema: &Value, pointer: &str, depth: usize) -> bool {
    if has_siblings(schema) {
        return false;
    }
    let Ok((target, at)) = document.resolve(schema, pointer) else {
        return false;
    };
    is_text(target)
        || is_enum(target)
        || is_boolean(target)
        || is_object(document, target, &at, depth)
}

fn is_text(schema: &Value) -> bool {
    let Some(members) = schema.as_object() else {
        return false;
    };
    let format = members.get("format").and_then(Value::as_str);
    is_covered(members)
        && kinds(members) == ["string"]
        && format.is_none_or(|format| ["email", "uri", "password"].contains(&format))
        && members
            .get("pattern")
            .is_none_or(|pattern| is_portable(pattern.as_str().unwrap_or_default()))
}

fn is_boolean(schema: &Value) -> bool {
    schema
        .as_object()
        .is_some_and(|members| is_covered(members) && kinds(members) == ["boolean"])
}

/// Strings, none of which is null.
fn is_enum(schema: &Value) -> bool {
    let Some(members) = schema.as_object() else {
        return false;
    };
    let values = members.get("enum").and_then(Value::as_array);
    let rest: Map<_, _> = members
        .clone()
        .into_iter()
        .filter(|(keyword, _)| keyword != "enum")
        .collect();
    values.is_some_and(|values| values.iter().all(Value::is_string))
        && types(members) == ["string"]
        && rest.keys().all(|keyword| {
            ["type", "title", "description", "default"].contains(&keyword.as_str())
                || keyword.starts_with("x-")
        })
}

/// An integer with both bounds, which its text cannot exceed unnoticed.
fn is_small_integer(schema: &Value) -> bool {
    schema.as_object().is_some_and(|members| {
        let both = members.contains_key("minimum") && members.contains_key("maximum");
        let format = members.get("format").and_then(Value::as_str);
        is_covered(members)
            && both
            && kinds(members) == ["integer"]
            && matches!(format, None | Some("int32" | "int64"))
    })
}

fn is_covered(members: &Map<String, Value>) -> bool {
    members
        .keys()
        .all(|keyword| COVERED.contains(&keyword.as_str()) || keyword.starts_with("x-"))
}

/// The types besides null.
fn kinds(members: &Map<String, Value>) -> Vec<String> {
    types(members)
        .into_iter()
        .filter(|kind| kind != "null")
        .collect()
}

/// Whether a pattern means the same to ECMA-262 and to Rust's `regex`: no classes such as `\d`, which are Unicode
/// there, no word boundaries, no `.` and no looking around.
pub fn is_portable(pattern: &str) -> bool {
    let mut characters = pattern.chars().peekable();
    let mut is_in_class = false;
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('x') | Some('n' | 'r' | 't' | 'f' | 'v') => {}
                Some('u') if characters.peek() == Some(&'{') => {}
                Some(escaped) if escaped.is_ascii_punctuation() => {}
                _ => return false,
            },
            '[' if is_in_class => return false,
            '[' => {
                is_in_class = true;
                if characters.peek() == Some(&'^') {
                    characters.next();
                }
                if characters.peek() == Some(&']') {
                    return false;
                }
            }
            ']' => is_in_class = false,
            '&' | '~' | '-' if is_in_class && characters.peek() == Some(&character) => {
                return false;
            }
            '.' if !is_in_class => return false,
            '(' if characters.peek() == Some(&'?') => {
                characters.next();
                if characters.next() != Some(':') {
                    return false;
                }
            }
            _ => {}
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::is_portable;

    #[test]
    fn tells_patterns_that_mean_the_same() {
        for pattern in [
            r"^[a-z0-9]+(?:-[a-z0-9]+)*$",
            r"^[^\x00]*$",
            r"^(\*|\x22)$",
            "a|b",
        ] {
            assert!(is_portable(pattern), "{pattern}");
        }
        for pattern in [
            r"^\d+$",
            r"^\w$",
            r"\bx",
            "^.$",
            "(?=a)b",
            "(?<name>a)",
            "[a&&b]",
            r"\p{L}",
            r"(a)\1",
            "[^]",
        ] {
            assert!(!is_portable(pattern), "{pattern}");
        }
    }
}
