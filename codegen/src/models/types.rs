//! The Rust types and models of the generated crate.

use serde_json::Value;

/// A Rust type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// A model of the generated crate.
    Model(String),
    /// Any other type without parameters.
    Plain(&'static str),
    /// A value that may be null.
    Nullable(Box<Type>),
    /// A list.
    List(Box<Type>),
    /// Members by name.
    Map(Box<Type>),
}

/// Any JSON.
pub const ANY: Type = Type::Plain("serde_json::Value");
/// Any JSON object.
pub const OBJECT: Type = Type::Plain("serde_json::Map<String, serde_json::Value>");

impl Type {
    /// The type in Rust.
    pub fn code(&self) -> String {
        match self {
            Self::Model(name) => format!("models::{name}"),
            Self::Plain(name) => (*name).to_owned(),
            Self::Nullable(inner) => format!("Option<{}>", inner.code()),
            Self::List(inner) => format!("Vec<{}>", inner.code()),
            Self::Map(inner) => format!("std::collections::BTreeMap<String, {}>", inner.code()),
        }
    }

    /// The same type, which may also be null.
    pub fn nullable(self) -> Self {
        match self {
            Self::Nullable(_) => self,
            other if other == ANY => ANY,
            other => Self::Nullable(Box::new(other)),
        }
    }

    /// This type, nullable if `is_null`.
    pub fn nullable_if(self, is_null: bool) -> Self {
        if is_null { self.nullable() } else { self }
    }

    /// The model that a value of this type contains directly, not through a pointer.
    pub fn inline_model(&self) -> Option<&str> {
        match self {
            Self::Model(name) => Some(name),
            Self::Nullable(inner) => inner.inline_model(),
            _ => None,
        }
    }
}

/// A model of the generated crate.
#[derive(Debug, Clone)]
pub struct Model {
    /// Its description in the document.
    pub doc: Vec<String>,
    /// Its kind.
    pub kind: Kind,
    /// Whether `validator` rules check it.
    pub has_rules: bool,
}

/// The kind of a model.
#[derive(Debug, Clone)]
pub enum Kind {
    /// An object.
    Struct {
        /// Its named members.
        fields: Vec<Field>,
        /// The type of all other members, if they are kept.
        additional: Option<Type>,
        /// Whether serde refuses other members.
        is_closed: bool,
    },
    /// One of several strings.
    Strings(Vec<(String, String)>),
    /// One of several integers.
    Integers(Vec<(String, i64)>),
    /// One of several alternatives.
    Union {
        /// For each alternative: the variant's name, its type, and the discriminator values that select it.
        variants: Vec<(String, Type, Vec<String>)>,
        /// The property that selects the alternative.
        tag: Option<String>,
        /// The schemas of the alternatives and their places; `None` if the union only occurs in responses.
        alternatives: Option<Vec<(Value, String)>>,
    },
}

/// A member of an object.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its description in the document.
    pub doc: Vec<String>,
    /// Its name in JSON.
    pub json: String,
    /// Its name in Rust.
    pub name: String,
    /// Its type, without the `Option` of an optional member.
    pub kind: Type,
    /// Whether it is always present.
    pub is_required: bool,
    /// The value to use if it is absent.
    pub default: Option<Value>,
    /// Whether it occurs in requests only.
    pub is_write_only: bool,
    /// Attributes for `validator`.
    pub rules: Vec<String>,
}
