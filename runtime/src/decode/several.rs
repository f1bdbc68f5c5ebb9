//! Styles whose value takes several pairs of a query or a form.

use serde_json::Value;

use super::{Decoder, Pairs, Unreadable, is_named, member_of};
use crate::parameter::Shape;

impl Decoder<'_> {
    /// `name=a&name=b`.
    pub(super) fn exploded_array(
        &self,
        pairs: &Pairs,
        items: &Shape,
    ) -> Result<Option<Value>, Unreadable> {
        let own: Vec<_> = self.own(pairs).collect();
        match own[..] {
            [] => Ok(None),
            [""] if self.parameter.allow_empty => Ok(Some(Value::Array(Vec::new()))),
            _ => self.array(items, own.into_iter()).map(Some),
        }
    }

    /// `k=v&l=w`: the members stand in the query under their own names.
    pub(super) fn exploded_object(&self, pairs: &Pairs) -> Result<Option<Value>, Unreadable> {
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
    pub(super) fn deep_object(&self, pairs: &Pairs) -> Result<Option<Value>, Unreadable> {
        let own = pairs
            .iter()
            .filter_map(|(name, value)| Some((member_of(self.parameter.name, name)?, &**value)));
        // `name[k][l]` is of no style.
        let own = own.map(|(name, value)| match name.contains(['[', ']']) {
            true => Err(Unreadable::Malformed),
            false => Ok((name, value)),
        });
        let own: Vec<_> = own.collect();
        match own.is_empty() {
            true => Ok(None),
            false => self.members(own.into_iter()).map(Some),
        }
    }
}
