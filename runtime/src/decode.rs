//! From the text of a parameter to the JSON value that it stands for (OpenAPI 3.1, "Style Values").

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Number, Value};

use crate::json;
use crate::parameter::{Parameter, Part, Scalar, Shape, Style};

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

/// The scalar that a text stands for, or the text where it stands for none of these kinds.
pub(crate) fn scalar(kinds: &[Scalar], text: &str) -> Value {
    let value = kinds.iter().find_map(|kind| kind.read(text));
    // A text of another kind is refused by the schema, which says what is due.
    value.unwrap_or_else(|| Value::from(text))
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

    fn single(&self, text: &str) -> Result<Value, Unreadable> {
        let name = self.parameter.name;
        let (text, separator, explode) = match self.parameter.style {
            Style::Json => {
                let text = self.text(text)?;
                return Ok(json::parse(text.as_bytes()).unwrap_or(Value::from(text)));
            }
            Style::Simple { explode } => (text, ",", explode),
            Style::Form { explode } => (text, ",", explode),
            Style::Label { explode } => {
                let text = text.strip_prefix('.').ok_or(Unreadable::Malformed)?;
                (text, if explode { "." } else { "," }, explode)
            }
            Style::Matrix { explode: true } => return self.exploded_matrix(text),
            Style::Matrix { explode: false } => {
                let text = text
                    .strip_prefix(';')
                    .and_then(|text| text.strip_prefix(name));
                let text =
                    text.and_then(|text| text.strip_prefix('=').or(text.is_empty().then_some("")));
                (text.ok_or(Unreadable::Malformed)?, ",", false)
            }
            Style::SpaceDelimited => return self.delimited(text, &["%20", "+", " "]),
            Style::PipeDelimited => return self.delimited(text, &["|", "%7C", "%7c"]),
            Style::DeepObject => return Err(Unreadable::Malformed),
        };
        match self.parameter.shape {
            Shape::Scalar(kinds) => self.scalar(kinds, text),
            Shape::Array(items) => self.array(items, text.split(separator)),
            Shape::Object { .. } if explode => {
                let members = text.split(separator).map(|member| member.split_once('='));
                self.object(members.map(|member| member.ok_or(Unreadable::Malformed)))
            }
            Shape::Object { .. } => self.flat_object(text.split(separator)),
        }
    }

    /// `k,v,l,w`: the names and values of an object in turn.
    fn flat_object<'t>(&self, tokens: impl Iterator<Item = &'t str>) -> Result<Value, Unreadable> {
        let tokens: Vec<_> = tokens.collect();
        let members = tokens.chunks(2).map(|member| match member {
            [name, value] => Ok((*name, *value)),
            _ => Err(Unreadable::Malformed),
        });
        self.object(members)
    }

    fn delimited(&self, text: &str, separators: &[&str]) -> Result<Value, Unreadable> {
        let mut text = text.to_owned();
        let (first, others) = separators.split_first().ok_or(Unreadable::Malformed)?;
        for separator in others {
            text = text.replace(separator, first);
        }
        match self.parameter.shape {
            Shape::Scalar(kinds) => self.scalar(kinds, &text),
            Shape::Array(items) => self.array(items, text.split(first)),
            Shape::Object { .. } => self.flat_object(text.split(first)),
        }
    }

    /// `;name=a;name=b`, and `;k=v;l=w` for an object.
    fn exploded_matrix(&self, text: &str) -> Result<Value, Unreadable> {
        let text = text.strip_prefix(';').ok_or(Unreadable::Malformed)?;
        let members = text
            .split(';')
            .map(|member| member.split_once('=').unwrap_or((member, "")));
        if let Shape::Object { .. } = self.parameter.shape {
            return self.object(members.map(Ok));
        }
        let own = members.map(|(name, value)| match name == self.parameter.name {
            true => Ok(value),
            false => Err(Unreadable::Malformed),
        });
        let own: Vec<_> = own.collect::<Result<_, _>>()?;
        match (self.parameter.shape, &own[..]) {
            (Shape::Array(items), own) => self.array(items, own.iter().copied()),
            (Shape::Scalar(kinds), [value]) => self.scalar(kinds, value),
            _ => Err(Unreadable::Malformed),
        }
    }

    /// `name=a&name=b`.
    fn exploded_array(&self, pairs: &Pairs, items: &Shape) -> Result<Option<Value>, Unreadable> {
        let own: Vec<_> = self.own(pairs).collect();
        match own[..] {
            [] => Ok(None),
            [""] if self.parameter.allow_empty => Ok(Some(Value::Array(Vec::new()))),
            _ => self.array(items, own.into_iter()).map(Some),
        }
    }

    /// `k=v&l=w`: the members stand in the query under their own names.
    fn exploded_object(&self, pairs: &Pairs) -> Result<Option<Value>, Unreadable> {
        let own = pairs
            .iter()
            .filter(|(name, _)| is_named(self.parameter, name));
        let own: Vec<_> = own.map(|(name, value)| Ok((&**name, &**value))).collect();
        match own.is_empty() {
            true => Ok(None),
            false => self.members(own.into_iter()).map(Some),
        }
    }

    /// `name[k]=v&name[l]=w`.
    fn deep_object(&self, pairs: &Pairs) -> Result<Option<Value>, Unreadable> {
        let own = pairs.iter().filter_map(|(name, value)| {
            Some(Ok((member_of(self.parameter.name, name)?, &**value)))
        });
        let own: Vec<_> = own.collect();
        match own.is_empty() {
            true => Ok(None),
            false => self.members(own.into_iter()).map(Some),
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

/// `member` of `object[member]`.
fn member_of<'n>(object: &str, name: &'n str) -> Option<&'n str> {
    name.strip_prefix(object)?
        .strip_prefix('[')?
        .strip_suffix(']')
}

#[cfg(test)]
mod tests;
