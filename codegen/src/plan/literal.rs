//! Rust expressions of JSON values.

use serde_json::Value;

/// The Rust expression of a value, for a type.
pub fn default_code(default: &Value, kind: &str) -> String {
    let parsed = || format!("default_value({:?})", default.to_string());
    literal(default, kind).unwrap_or_else(parsed)
}

/// The Rust literal of a value, for a type; `None` if the type has no literals.
pub fn literal(value: &Value, kind: &str) -> Option<String> {
    match kind {
        "bool" => value.as_bool().map(|value| value.to_string()),
        "f32" | "f64" => value.as_f64().map(|value| format!("{value:?}")),
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" => {
            let is_whole = value.is_i64() || value.is_u64();
            is_whole.then(|| value.to_string())
        }
        _ => None,
    }
}
