//! Types of values that JSON has no type for.

use std::fmt;

use axum::body::Bytes;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::{self, Deserialize, DeserializeOwned, Deserializer};
use serde::{Serialize, Serializer};
use thiserror::Error;

/// Bytes that stand in JSON as Base64 (RFC 4648, 4): `format: byte` and `contentEncoding: base64`.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Base64(pub Bytes);

impl fmt::Debug for Base64 {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "Base64({} bytes)", self.0.len())
    }
}

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = STANDARD.decode(text).map_err(de::Error::custom)?;
        Ok(Self(bytes.into()))
    }
}

/// A text that is not a value of an enumeration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not one of the values that the contract allows")]
pub struct UnknownValue;

/// The value of a `default` in the contract, which the generator has checked against its schema.
///
/// # Panics
/// When the type cannot represent it. The generated tests read every default once.
#[expect(clippy::panic, reason = "a generated test reads every default")]
pub fn default_value<T: DeserializeOwned>(json: &str) -> T {
    match serde_json::from_str(json) {
        Ok(value) => value,
        Err(error) => panic!("the default {json} cannot be read: {error}"),
    }
}
