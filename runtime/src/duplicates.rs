//! Finds duplicate members of JSON objects, which most JSON libraries silently accept.

use std::collections::HashSet;
use std::fmt;

use crate::pointer::pointer;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// The JSON pointers of the members that stand in their object for the second time or more often: the
/// first `limit` of them.
pub(crate) fn duplicates(json: &[u8], limit: usize) -> Vec<String> {
    let mut found = Found {
        path: Vec::new(),
        pointers: Vec::new(),
        limit,
    };
    // Invalid JSON was refused before. The walk ends early when it has found enough.
    let _ = Walker(&mut found).deserialize(&mut serde_json::Deserializer::from_slice(json));
    found.pointers
}

/// The duplicates so far, and the current position.
struct Found {
    path: Vec<String>,
    pointers: Vec<String>,
    limit: usize,
}

struct Walker<'a>(&'a mut Found);

impl Walker<'_> {
    fn enter(&mut self, token: String) {
        self.0.path.push(token);
    }

    fn leave(&mut self) {
        self.0.path.pop();
    }

    fn child(&mut self) -> Walker<'_> {
        Walker(self.0)
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
            let is_new = seen.insert(name.clone());
            self.enter(name);
            if !is_new {
                let pointer = pointer(&self.0.path);
                self.0.pointers.push(pointer);
            }
            if self.0.pointers.len() == self.0.limit {
                return Err(de::Error::custom("enough"));
            }
            members.next_value_seed(self.child())?;
            self.leave();
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        let mut index = 0_usize;
        let mut is_there = true;
        while is_there {
            self.enter(index.to_string());
            is_there = items.next_element_seed(self.child())?.is_some();
            self.leave();
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
        let none = br#"{"a": 1, "b": {"c~/": [1, 2.5, -1, null, "x", true]}}"#;
        assert_eq!(duplicates(none, 9), [""; 0]);
        let some = br#"{"a": {"b/c": 1, "b/c": 2}, "d": [{"e": 1, "e": 2}], "a": 3, "\u0061": 4}"#;
        assert_eq!(duplicates(some, 9), ["/a/b~1c", "/d/0/e", "/a", "/a"]);
    }

    #[test]
    fn stops_when_it_has_found_enough() {
        let name = "k".repeat(2000);
        let twice = [r#"{"a":1,"a":1}"#; 100].join(",");
        let json = format!(r#"{{"b":{{"{name}":[{twice}]}}}}"#);
        assert_eq!(duplicates(json.as_bytes(), 3), ["/b", "/b", "/b"]);
    }
}
