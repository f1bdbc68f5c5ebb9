//! Parts of an `allOf` that refuse the members of the others.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Requests;
use crate::document::escape;

/// Deeper than any `allOf` that is meant.
const MAX_DEPTH: usize = 8;

/// What a part of an `allOf` says of the members of an object.
struct Part {
    place: String,
    /// The members that it names and does not refuse.
    names: BTreeSet<String>,
    /// The members that it requires.
    required: BTreeSet<String>,
    /// Whether it refuses every other member.
    is_closed: bool,
}

impl Requests<'_> {
    /// Refuses `additionalProperties: false` in a part of an `allOf` where another part names a member that it does not.
    /// The keyword sees its own part only, so no request could ever have that member.
    pub(super) fn closed_parts(&mut self, schema: &Map<String, Value>, place: &str) {
        if !schema.contains_key("allOf") {
            return;
        }
        let mut parts = Vec::new();
        self.parts(schema, place, 0, &mut parts);
        for part in parts.iter().filter(|part| part.is_closed) {
            let others = parts.iter().filter(|other| other.place != part.place);
            let mut named = others.flat_map(|other| other.names.union(&other.required));
            if let Some(name) = named.find(|name| !part.names.contains(*name)) {
                let reason = format!(
                    "refuses the member {name:?} of another part of the allOf at #{place}: unevaluatedProperties \
                     beside that allOf sees the members of all parts"
                );
                self.refuse(&part.place, "additionalProperties", reason);
            }
        }
    }

    /// The schema and the parts of its `allOf`, at any depth.
    fn parts(
        &mut self,
        schema: &Map<String, Value>,
        place: &str,
        depth: usize,
        found: &mut Vec<Part>,
    ) {
        let all = schema.get("allOf").and_then(Value::as_array);
        for (index, part) in all.into_iter().flatten().enumerate() {
            let resolved = (self.document).resolve(part, &format!("{place}/allOf/{index}"));
            if let Ok((Value::Object(part), at)) = resolved
                && depth < MAX_DEPTH
            {
                self.parts(part, &at, depth + 1, found);
            }
        }
        let properties = schema.get("properties").and_then(Value::as_object);
        let (mut names, mut refused) = (BTreeSet::new(), BTreeSet::new());
        for (name, property) in properties.into_iter().flatten() {
            let at = format!("{place}/properties/{}", escape(name));
            match *property == Value::Bool(false) || self.is_read_only(property, &at) {
                true => refused.insert(name.clone()),
                false => names.insert(name.clone()),
            };
        }
        let required = schema.get("required").and_then(Value::as_array);
        let required = required.into_iter().flatten().filter_map(Value::as_str);
        let required = required.filter(|name| !refused.contains(*name));
        found.push(Part {
            place: place.to_owned(),
            names,
            required: required.map(str::to_owned).collect(),
            // What a pattern matches is not compared.
            is_closed: schema.get("additionalProperties") == Some(&Value::Bool(false))
                && !schema.contains_key("patternProperties"),
        });
    }
}
