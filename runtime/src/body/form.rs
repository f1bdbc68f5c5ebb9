//! `application/x-www-form-urlencoded` bodies.

use serde_json::{Map, Value};

use crate::parameter::Parameter;
use crate::{Rejection, decode};

/// The fields of a form.
pub(super) fn form(bytes: &[u8], fields: &[Parameter]) -> Result<Value, Rejection> {
    let text =
        str::from_utf8(bytes).map_err(|error| Rejection::Malformed("UTF-8", error.to_string()))?;
    let pairs = decode::pairs(text);
    let mut object = Map::new();
    for field in fields {
        match decode::decode(field, &pairs) {
            Ok(None) => {}
            Ok(Some(value)) => drop(object.insert(field.name.to_owned(), value)),
            Err(_) => {
                let error = format!("the field {:?} cannot be read", field.name);
                return Err(Rejection::Malformed("form data", error));
            }
        }
    }
    for (name, value) in &pairs {
        if !fields.iter().any(|field| decode::is_named(field, name)) {
            add(&mut object, name, Value::from(decode::decode_text(value)));
        }
    }
    Ok(Value::Object(object))
}

/// Adds a field that the contract does not name: a list where it is given several times.
pub(super) fn add(object: &mut Map<String, Value>, name: &str, value: Value) {
    match object.get_mut(name) {
        None => drop(object.insert(name.to_owned(), value)),
        Some(Value::Array(items)) => items.push(value),
        Some(first) => *first = Value::from(vec![first.take(), value]),
    }
}
