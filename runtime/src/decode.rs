//! From the text of a parameter to the JSON value that it stands for (OpenAPI 3.1, "Style Values").

mod one;
mod scalar;
mod several;

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use crate::json;
use crate::parameter::{Parameter, Part, Scalar, Shape, Style};

pub(crate) use scalar::scalar;

/// The names and undecoded values that a part of a request has, in order.
pub(crate) type Pairs<'r> = [(Cow<'r, str>, Cow<'r, str>)];

/// Why a text stands for no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// A parameter that is one value is given several times.
    Duplicate,
    /// The text is not UTF-8.
    Encoding,
    /// The text is not the parameter's style.
    Malformed,
}

/// The value of a parameter among what its part of the request has; `None` when it is not there.
pub(crate) fn decode(parameter: &Parameter, pairs: &Pairs) -> Result<Option<Value>, Unreadable> {
    let decoder = Decoder { parameter };
    match (parameter.style, parameter.shape) {
        (Style::DeepObject, Shape::Object { .. }) => decoder.deep_object(pairs),
        (Style::Form { explode: true }, Shape::Object { .. }) => decoder.exploded_object(pairs),
        (Style::Form { explode: true }, Shape::Array(items)) => {
            decoder.exploded_array(pairs, items)
        }
        _ => match &decoder.own(pairs).collect::<Vec<_>>()[..] {
            [] => Ok(None),
            [text] if text.is_empty() && parameter.allow_empty => Ok(decoder.empty()),
            [text] => decoder.single(text).map(Some),
            _ => Err(Unreadable::Duplicate),
        },
    }
}

/// Whether a name in the query belongs to the parameter.
pub(crate) fn is_named(parameter: &Parameter, name: &str) -> bool {
    match (parameter.style, parameter.shape) {
        (Style::DeepObject, _) => member_of(parameter.name, name).is_some(),
        (
            Style::Form { explode: true },
            Shape::Object {
                properties,
                additional,
            },
        ) => additional.is_some() || properties.iter().any(|(property, _)| *property == name),
        _ => parameter.name == name,
    }
}

/// The names, decoded, and the values, not decoded, of a query or a form.
pub(crate) fn pairs(text: &str) -> Vec<(Cow<'_, str>, Cow<'_, str>)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs
        .map(|(name, value)| (decode_text(name), Cow::Borrowed(value)))
        .collect()
}

/// A name or a value of a query or a form, decoded.
pub(crate) fn decode_text(name: &str) -> Cow<'_, str> {
    match name.contains(['%', '+']) {
        true => {
            let name = name.replace('+', " ");
            Cow::Owned(percent_decode_str(&name).decode_utf8_lossy().into_owned())
        }
        false => Cow::Borrowed(name),
    }
}

struct Decoder<'p> {
    parameter: &'p Parameter,
}

impl Decoder<'_> {
    fn own<'a>(&self, pairs: &'a Pairs) -> impl Iterator<Item = &'a str> + use<'a, '_> {
        let name = self.parameter.name;
        let is_header = self.parameter.part == Part::Header;
        pairs
            .iter()
            .filter(move |(key, _)| {
                if is_header {
                    key.eq_ignore_ascii_case(name)
                } else {
                    key == name
                }
            })
            .map(|(_, value)| &**value)
    }

    /// An empty value that the contract allows: the empty string, or nothing where a string is not due.
    fn empty(&self) -> Option<Value> {
        match self.parameter.shape {
            Shape::Scalar(kinds) if kinds.contains(&Scalar::String) => Some(Value::from("")),
            _ => None,
        }
    }

    fn array<'t>(
        &self,
        items: &Shape,
        texts: impl Iterator<Item = &'t str>,
    ) -> Result<Value, Unreadable> {
        let texts: Vec<_> = texts.collect();
        // An empty text is an empty list, rather than a list of one empty string.
        if texts == [""] && self.parameter.style != (Style::Form { explode: true }) {
            return Ok(Value::Array(Vec::new()));
        }
        let items = texts.into_iter().map(|text| self.shaped(items, text));
        items.collect::<Result<_, _>>().map(Value::Array)
    }

    /// An object whose names are encoded as its values are.
    fn object<'t>(
        &self,
        members: impl Iterator<Item = Result<(&'t str, &'t str), Unreadable>>,
    ) -> Result<Value, Unreadable> {
        let members: Vec<_> = members
            .map(|member| {
                let (name, value) = member?;
                Ok((self.text(name)?, value))
            })
            .collect::<Result<_, _>>()?;
        self.members(members.iter().map(|(name, value)| Ok((&**name, *value))))
    }

    /// An object whose names are decoded.
    fn members<'t>(
        &self,
        members: impl Iterator<Item = Result<(&'t str, &'t str), Unreadable>>,
    ) -> Result<Value, Unreadable> {
        let Shape::Object {
            properties,
            additional,
        } = self.parameter.shape
        else {
            return Err(Unreadable::Malformed);
        };
        let mut object = Map::new();
        for member in members {
            let (name, text) = member?;
            let property = properties.iter().find(|(property, _)| *property == name);
            let shape = property
                .map(|(_, shape)| shape)
                .or(additional)
                .unwrap_or(&Shape::STRING);
            // A list within an object is given by repeating the member.
            if let Shape::Array(items) = shape {
                let item = self.shaped(items, text)?;
                let list = object
                    .entry(name)
                    .or_insert_with(|| Value::Array(Vec::new()));
                list.as_array_mut().ok_or(Unreadable::Malformed)?.push(item);
            } else if object
                .insert(name.to_owned(), self.shaped(shape, text)?)
                .is_some()
            {
                return Err(Unreadable::Duplicate);
            }
        }
        Ok(Value::Object(object))
    }

    fn shaped(&self, shape: &Shape, text: &str) -> Result<Value, Unreadable> {
        match shape {
            Shape::Scalar(kinds) => self.scalar(kinds, text),
            // What OpenAPI has no style for is JSON: a list of lists, an object in an object.
            _ => {
                let text = self.text(text)?;
                Ok(json::parse(text.as_bytes()).unwrap_or(Value::from(text)))
            }
        }
    }

    fn scalar(&self, kinds: &[Scalar], text: &str) -> Result<Value, Unreadable> {
        let text = self.text(text)?;
        Ok(scalar(kinds, &text))
    }

    /// The text without its encoding.
    fn text(&self, text: &str) -> Result<String, Unreadable> {
        let text = match self.parameter.part {
            Part::Path | Part::Cookie => Cow::Borrowed(text),
            Part::Query | Part::Body => Cow::Owned(text.replace('+', " ")),
            // A header is not percent-encoded; U+FFFD stands for what was not UTF-8.
            Part::Header if text.contains('\u{FFFD}') => return Err(Unreadable::Encoding),
            Part::Header => return Ok(text.trim_matches([' ', '\t']).to_owned()),
        };
        let text = percent_decode_str(&text).decode_utf8();
        text.map(Cow::into_owned).map_err(|_| Unreadable::Encoding)
    }
}

/// `member` of `object[member]`.
fn member_of<'n>(object: &str, name: &'n str) -> Option<&'n str> {
    name.strip_prefix(object)?
        .strip_prefix('[')?
        .strip_suffix(']')
}

#[cfg(test)]
mod tests;
