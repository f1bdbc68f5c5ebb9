//! Names of Rust items, made of the names in a document.

use std::collections::HashSet;

use heck::{ToSnakeCase, ToUpperCamelCase};
use unicode_ident::{is_xid_continue, is_xid_start};

/// Types that generated code refers to by these names, and words that are no names at all.
const RESERVED_TYPES: [&str; 22] = [
    "Self",
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "String",
    "Vec",
    "Box",
    "Default",
    "Send",
    "Sync",
    "Copy",
    "Clone",
    "Debug",
    "PartialEq",
    "Serialize",
    "Deserialize",
    "Validate",
    "Alternatives",
    "Base64",
];

/// Items that the file of a tag refers to by these names.
const RESERVED_TRAITS: [&str; 31] = [
    "App",
    "Body",
    "Caller",
    "Check",
    "Context",
    "Error",
    "Field",
    "FieldKind",
    "File",
    "Future",
    "HeaderText",
    "HeaderValue",
    "Input",
    "IntoResponse",
    "Json",
    "Media",
    "MediaKind",
    "Method",
    "Operation",
    "Parameter",
    "Permission",
    "Request",
    "Requirement",
    "Response",
    "Routes",
    "Scalar",
    "Scheme",
    "SchemeKind",
    "Service",
    "Shape",
    "Style",
];

const KEYWORDS: [&str; 46] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where",
];

/// The name of a type, in `UpperCamelCase`.
pub fn type_name(name: &str) -> String {
    let name = clean(name).to_upper_camel_case();
    let name = starting_well(name, "Value");
    match RESERVED_TYPES.contains(&name.as_str()) {
        true => format!("{name}Model"),
        false => name,
    }
}

/// The name of the trait of a tag, in `UpperCamelCase` and ASCII: it names a file, too.
pub fn tag_name(tag: &str) -> String {
    let ascii: String = tag
        .chars()
        .map(|character| if character.is_ascii() { character } else { ' ' })
        .collect();
    let name = type_name(&ascii);
    let name = name.trim_end_matches("Model");
    let module = name.to_snake_case();
    let is_keyword = KEYWORDS.contains(&module.as_str())
        || ["self", "super", "crate"].contains(&module.as_str());
    match is_keyword || RESERVED_TRAITS.contains(&name) || RESERVED_TYPES.contains(&name) {
        true => format!("{name}Api"),
        false => name.to_owned(),
    }
}

/// The name of a field, a parameter or a method, in `snake_case`; a raw identifier where it is a keyword.
pub fn field_name(name: &str) -> String {
    let name = starting_well(clean(name).to_snake_case(), "value");
    match name.as_str() {
        "self" | "super" | "crate" | "yield" => format!("{name}_"),
        keyword if KEYWORDS.contains(&keyword) => format!("r#{keyword}"),
        _ => name,
    }
}

/// The name of a variant for a value of an enumeration.
pub fn variant_name(value: &str) -> String {
    let words: String = value
        .chars()
        .map(|character| match character {
            '+' => " Plus ".to_owned(),
            '-' if value.starts_with('-')
                && value.len() > 1
                && value[1..].starts_with(|digit: char| digit.is_ascii_digit()) =>
            {
                " Minus ".to_owned()
            }
            '*' => " Star ".to_owned(),
            '/' => " Slash ".to_owned(),
            '<' => " Less ".to_owned(),
            '>' => " Greater ".to_owned(),
            '=' => " Equals ".to_owned(),
            '!' => " Not ".to_owned(),
            other => other.to_string(),
        })
        .collect();
    if value.is_empty() {
        return "Empty".to_owned();
    }
    let name = starting_well(clean(&words).to_upper_camel_case(), "Value");
    match name.as_str() {
        "Self" => "SelfValue".to_owned(),
        _ => name,
    }
}

/// Makes names unique by a number behind those that were taken.
#[derive(Debug, Default)]
pub struct Unique(HashSet<String>);

impl Unique {
    /// The name, or the name with the first number that is free.
    pub fn claim(&mut self, name: String) -> String {
        let candidates = (2..).map(|number| format!("{}{number}", separated(&name)));
        let free = std::iter::once(name.clone())
            .chain(candidates)
            .find(|name| !self.0.contains(name));
        let free = free.unwrap_or(name);
        self.0.insert(free.clone());
        free
    }
}

/// A name that a number can follow: of a field `a_2`, of a type `A2`.
fn separated(name: &str) -> String {
    let name = name.trim_start_matches("r#").trim_end_matches('_');
    match name.starts_with(char::is_lowercase) {
        true => format!("{name}_"),
        false => name.to_owned(),
    }
}

/// The name with a blank for every character that no identifier has.
fn clean(name: &str) -> String {
    name.chars()
        .map(|character| {
            if is_xid_continue(character) {
                character
            } else {
                ' '
            }
        })
        .collect()
}

fn starting_well(name: String, otherwise: &str) -> String {
    match name.chars().next() {
        None => otherwise.to_owned(),
        Some(first) if is_xid_start(first) => name,
        Some(_) => format!(
            "{otherwise}{}{name}",
            if otherwise.starts_with('v') { "_" } else { "" }
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_identifiers() {
        let fields = [
            "type",
            "self",
            "a-b",
            "@id",
            "$x",
            "1st",
            "größe",
            "",
            "customAiContext",
        ];
        let names = [
            "r#type",
            "self_",
            "a_b",
            "id",
            "x",
            "value_1st",
            "größe",
            "value",
            "custom_ai_context",
        ];
        assert_eq!(fields.map(field_name), names);
        assert_eq!(
            ["String", "pet store", "v1.User"].map(type_name),
            ["StringModel", "PetStore", "V1User"]
        );
        let values = ["", "+1", "-1", "a b", "A-B", "*"];
        assert_eq!(
            values.map(variant_name),
            ["Empty", "Plus1", "Minus1", "AB", "AB", "Star"]
        );
    }

    #[test]
    fn names_that_are_taken_get_a_number() {
        let mut names = Unique::default();
        let claimed = ["a", "a", "a", "AB", "AB", "r#type", "r#type"]
            .map(|name| names.claim(name.to_owned()));
        assert_eq!(
            claimed,
            ["a", "a_2", "a_3", "AB", "AB2", "r#type", "type_2"]
        );
    }
}
