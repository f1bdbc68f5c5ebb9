//! Values without members or items.

use serde_json::{Number, Value};

use crate::parameter::Scalar;

/// The scalar that a text stands for, or the text where it stands for none of these kinds.
pub(crate) fn scalar(kinds: &[Scalar], text: &str) -> Value {
    let value = kinds.iter().find_map(|kind| kind.read(text));
    // A text of another kind is refused by the schema, which says what is due.
    value.unwrap_or_else(|| Value::from(text))
}

impl Scalar {
    fn read(self, text: &str) -> Option<Value> {
        match self {
            Self::Null => (text == "null").then_some(Value::Null),
            Self::Boolean => match text {
                "true" => Some(Value::Bool(true)),
                "false" => Some(Value::Bool(false)),
                _ => None,
            },
            Self::Integer => {
                let digits = text.strip_prefix('-').unwrap_or(text);
                let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit());
                let is_shortest = digits == "0" || !digits.starts_with('0');
                let number = (is_plain && is_shortest).then(|| text.parse::<Number>().ok());
                number.flatten().map(Value::Number)
            }
            Self::Number => {
                let number: Number = serde_json::from_str(text).ok()?;
                (!text.starts_with([' ', '\t', '\n', '\r'])).then_some(Value::Number(number))
            }
            Self::String => Some(Value::from(text)),
        }
    }
}
