//! Styles whose value is one text.

use serde_json::Value;

use super::{Decoder, Unreadable};
use crate::json;
use crate::parameter::{Shape, Style};

impl Decoder<'_> {
    /// The value that a text stands for.
    pub(super) fn single(&self, text: &str) -> Result<Value, Unreadable> {
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
}
