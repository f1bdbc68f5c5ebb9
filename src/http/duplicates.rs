//! Finds members that a JSON object has twice, which most JSON libraries pass over in silence.

use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// The JSON pointers of all members that stand in their object for the second time or more often.
pub fn duplicates(json: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    let walker = Walker {
        pointer: String::new(),
        found: &mut found,
    };
    // What is not JSON has been refused before.
    let _ = walker.deserialize(&mut serde_json::Deserializer::from_slice(json));
    found
}

/// The pointer's token for a member (RFC 6901, 3).
pub fn escape(member: &str) -> String {
    member.replace('~', "~0").replace('/', "~1")
}

struct Walker<'a> {
    pointer: String,
    found: &'a mut Vec<String>,
}

impl Walker<'_> {
    fn child(&mut self, token: &str) -> Walker<'_> {
        Walker {
            pointer: format!("{}/{}", self.pointer, escape(token)),
            found: self.found,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Walker<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walker<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        let mut seen = HashSet::new();
        while let Some(name) = members.next_key::<String>()? {
            let member = self.child(&name);
            if seen.contains(&name) {
                let pointer = member.pointer.clone();
                member.found.push(pointer);
            }
            members.next_value_seed(member)?;
            seen.insert(name);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        let mut index = 0;
        while items
            .next_element_seed(self.child(&index.to_string()))?
            .is_some()
        {
            index += 1;
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::duplicates;

    #[test]
    fn names_every_member_given_twice() {
        assert_eq!(
            duplicates(br#"{"a": 1, "b": {"c~/": [1, 2.5, -1, null, "x", true]}}"#),
            [""; 0]
        );
        assert_eq!(
            duplicates(
                br#"{"a": {"b/c": 1, "b/c": 2}, "d": [{"e": 1, "e": 2}], "a": 3, "\u0061": 4}"#
            ),
            ["/a/b~1c", "/d/0/e", "/a", "/a"],
        );
    }
}
