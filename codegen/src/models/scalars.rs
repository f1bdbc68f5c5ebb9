//! Enumerations and scalars.

use serde_json::{Map, Value};

use super::{ANY, Kind, Models, Type};
use crate::names::{Unique, variant_name};
use crate::request::types;

impl Models<'_> {
    pub(super) fn enumeration(
        &mut self,
        schema: &Map<String, Value>,
        values: &[Value],
        pointer: &str,
        hint: &str,
    ) -> Type {
        let mut names = Unique::default();
        let kind = if values.iter().all(Value::is_string) {
            let strings = values.iter().filter_map(Value::as_str);
            Kind::Strings(
                strings
                    .map(|value| (names.claim(variant_name(value)), value.to_owned()))
                    .collect(),
            )
        } else if values.iter().all(Value::is_i64) {
            let integers = values.iter().filter_map(Value::as_i64);
            Kind::Integers(
                integers
                    .map(|value| (names.claim(variant_name(&value.to_string())), value))
                    .collect(),
            )
        } else if values.iter().all(Value::is_boolean) {
            return Type::Plain("bool");
        } else {
            return ANY;
        };
        let name = self.name(pointer, hint);
        self.add(name, schema, kind, false)
    }
}

/// The types besides null, and whether null is allowed.
pub fn split_null(schema: &Value) -> (Vec<String>, bool) {
    let empty = Map::new();
    let members = schema.as_object().unwrap_or(&empty);
    let mut kinds = types(members);
    let listed = members.get("enum").and_then(Value::as_array);
    if kinds.is_empty()
        && let Some(values) = enumeration(members)
    {
        let is_null = listed.is_some_and(|values| values.contains(&Value::Null));
        return (values.first().map(kind_of).into_iter().collect(), is_null);
    }
    let is_null = kinds.iter().any(|kind| kind == "null");
    kinds.retain(|kind| kind != "null");
    (kinds, is_null)
}

fn kind_of(value: &Value) -> String {
    match value {
        Value::String(_) => "string",
        Value::Number(number) if number.is_i64() || number.is_u64() => "integer",
        Value::Number(_) => "number",
        Value::Bool(_) => "boolean",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::Null => "null",
    }
    .to_owned()
}

/// The values of `enum` or `const` besides null, if all of them have the same scalar type.
pub fn enumeration(schema: &Map<String, Value>) -> Option<Vec<Value>> {
    let values = match (schema.get("enum"), schema.get("const")) {
        (Some(Value::Array(values)), _) => values.clone(),
        (_, Some(value)) => vec![value.clone()],
        _ => return None,
    };
    let values: Vec<_> = values
        .into_iter()
        .filter(|value| !value.is_null())
        .collect();
    let kind = kind_of(values.first()?);
    let is_scalar = ["string", "integer", "boolean"].contains(&kind.as_str());
    (is_scalar && values.iter().all(|value| kind_of(value) == kind)).then_some(values)
}

/// The type of a string.
pub fn string(schema: &Map<String, Value>) -> Type {
    let encoding = schema.get("contentEncoding").and_then(Value::as_str);
    Type::Plain(
        match (schema.get("format").and_then(Value::as_str), encoding) {
            (Some("byte"), _) | (_, Some("base64")) => "orgd_runtime::values::Base64",
            (Some("uuid"), _) => "uuid::Uuid",
            (Some("date-time"), _) => "chrono::DateTime<chrono::Utc>",
            (Some("date"), _) => "chrono::NaiveDate",
            (Some("ipv4"), _) => "std::net::Ipv4Addr",
            (Some("ipv6"), _) => "std::net::Ipv6Addr",
            _ => "String",
        },
    )
}

/// The type of an integer.
pub fn integer(schema: &Map<String, Value>) -> Type {
    let is_unsigned = schema
        .get("minimum")
        .and_then(Value::as_i64)
        .is_some_and(|minimum| minimum >= 0);
    Type::Plain(
        match (schema.get("format").and_then(Value::as_str), is_unsigned) {
            (Some("int8"), _) => "i8",
            (Some("int16"), _) => "i16",
            (Some("int32"), false) => "i32",
            (Some("int32"), true) | (Some("uint32"), _) => "u32",
            (Some("uint8"), _) => "u8",
            (Some("uint16"), _) => "u16",
            (Some("uint64"), _) | (Some("int64"), true) => "u64",
            _ => "i64",
        },
    )
}
