//! `oneOf` and `anyOf`.

use serde_json::{Map, Value};

use super::{ANY, Kind, Models, OBJECT, Type};
use crate::discriminator;
use crate::document::Document;
use crate::names::{Unique, type_name};
use crate::request::types;
use crate::usage::REQUEST;

/// The keywords that hold alternatives.
const KEYWORDS: [&str; 2] = ["oneOf", "anyOf"];

impl Models<'_> {
    /// The type of a schema with `oneOf` or `anyOf`; `None` if it has neither.
    pub(super) fn alternatives(
        &mut self,
        schema: &Map<String, Value>,
        pointer: &str,
        hint: &str,
    ) -> Option<Type> {
        let keyword = KEYWORDS
            .into_iter()
            .find(|keyword| schema.contains_key(*keyword))?;
        let listed = schema[keyword].as_array()?.clone();
        let places = listed
            .into_iter()
            .enumerate()
            .map(|(index, one)| (one, format!("{pointer}/{keyword}/{index}")));
        let (nulls, places): (Vec<_>, Vec<_>) = places.partition(|(one, _)| one["type"] == "null");
        // Next to members of its own, alternatives only restrict; without a type, they may be anything.
        if schema.contains_key("properties") || schema.contains_key("allOf") {
            return Some(self.restricted(schema, pointer, hint));
        }
        if places.iter().all(|(one, _)| !has_type(self.document, one)) {
            let rest = without(schema, &[keyword]);
            return Some(match rest.contains_key("type") {
                true => self.nullable_single(&rest, pointer, hint),
                false => ANY,
            });
        }
        let kind = match &places[..] {
            [(one, at)] => self.of(one, at, hint),
            _ => self.union(schema, &places, pointer, hint),
        };
        Some(kind.nullable_if(!nulls.is_empty()))
    }

    /// The type of an object whose alternatives only restrict it.
    fn restricted(&mut self, schema: &Map<String, Value>, pointer: &str, hint: &str) -> Type {
        // The members of the alternatives are members too, which only any JSON object can hold.
        let mut listed = KEYWORDS
            .into_iter()
            .filter_map(|keyword| schema.get(keyword)?.as_array())
            .flatten();
        let has_members = listed.any(|one| {
            self.document
                .resolve(one, pointer)
                .is_ok_and(|(target, _)| {
                    target.get("properties").is_some() || target.get("allOf").is_some()
                })
        });
        if has_members {
            return OBJECT;
        }
        self.nullable_single(&without(schema, &KEYWORDS), pointer, hint)
    }

    fn union(
        &mut self,
        schema: &Map<String, Value>,
        places: &[(Value, String)],
        pointer: &str,
        hint: &str,
    ) -> Type {
        let name = self.name(pointer, hint);
        let discriminator = schema.get("discriminator");
        let components: Vec<_> = places
            .iter()
            .filter_map(|(one, _)| discriminator::component(one))
            .collect();
        let tags: Vec<_> = discriminator
            .map(|discriminator| discriminator::tags(&components, discriminator))
            .into_iter()
            .flatten()
            .collect();
        let is_request = self.usages.at(pointer) & REQUEST != 0;
        let mut names = Unique::default();
        let mut variants = Vec::new();
        for (one, at) in places {
            let own = alternative_name(one);
            let kind = self.of(one, at, &format!("{hint} {own}"));
            let component = discriminator::component(one);
            let values = tags
                .iter()
                .filter(|(_, target)| Some(target) == component.as_ref());
            let values = values.map(|(value, _)| value.clone()).collect();
            variants.push((names.claim(variant(&own)), kind, values));
        }
        let tag = discriminator
            .and_then(|one| one["propertyName"].as_str())
            .map(str::to_owned);
        let alternatives = (is_request && tag.is_none()).then(|| places.to_vec());
        let kind = Kind::Union {
            variants,
            tag,
            alternatives,
        };
        self.add(name, schema, kind, false)
    }
}

/// The name of an alternative: its component, its title or its type.
fn alternative_name(schema: &Value) -> String {
    discriminator::component(schema)
        .or_else(|| schema["title"].as_str().map(str::to_owned))
        .or_else(|| types(schema.as_object()?).first().cloned())
        .unwrap_or_else(|| "alternative".to_owned())
}

fn variant(name: &str) -> String {
    type_name(name).trim_end_matches("Model").to_owned()
}

fn without(schema: &Map<String, Value>, keywords: &[&str]) -> Map<String, Value> {
    let rest = schema
        .iter()
        .filter(|(key, _)| !keywords.contains(&key.as_str()));
    rest.map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

/// Whether a schema names a type, or implies one.
pub(super) fn has_type(document: &Document, schema: &Value) -> bool {
    let Ok((target, _)) = document.resolve(schema, "") else {
        return false;
    };
    [
        "type",
        "enum",
        "const",
        "properties",
        "allOf",
        "oneOf",
        "anyOf",
    ]
    .iter()
    .any(|keyword| target.get(keyword).is_some())
}
