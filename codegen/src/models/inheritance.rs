//! A base schema whose discriminator names the schemas that inherit from it.

use serde_json::{Map, Value, json};

use super::merged::Merged;
use super::{ANY, Kind, Models, Type};
use crate::discriminator;
use crate::document::{escape, unescape};
use crate::names::type_name;

/// A variant of a union: its name, its type, and the discriminator values that select it.
type Variant = (String, Type, Vec<String>);

impl Models<'_> {
    /// The union of a base component and its heirs; `None` if the component is not a base.
    pub(super) fn inheriting(
        &mut self,
        schema: &Map<String, Value>,
        pointer: &str,
        hint: &str,
    ) -> Option<Type> {
        let component = unescape(pointer.strip_prefix("/components/schemas/")?);
        let discriminator = discriminator::of(&Value::Object(schema.clone()))?.clone();
        if !self.inheritance.is_base(&component) {
            return None;
        }
        let tag = discriminator["propertyName"].as_str()?.to_owned();
        let name = self.name(pointer, hint);
        let base = self.claim(&format!("{name} base"));
        let mut variants = self.heirs(&component, &discriminator);
        let mut plain = schema.clone();
        plain.remove("discriminator");
        let own = self.base(&plain, pointer, base);
        variants.push(("Base".to_owned(), own, base_tags(component, &discriminator)));
        let kind = Kind::Union {
            variants,
            tag: Some(tag),
            alternatives: None,
        };
        Some(self.add(name, schema, kind, false))
    }

    /// The schemas that inherit from a component.
    fn heirs(&mut self, component: &str, discriminator: &Value) -> Vec<Variant> {
        let mut variants: Vec<Variant> = Vec::new();
        for (value, target) in self.inheritance.targets(component, discriminator) {
            if target == component {
                continue;
            }
            let reference = format!("#/components/schemas/{}", escape(&target));
            let kind = self.of(&json!({ "$ref": reference }), "", &target);
            let variant = type_name(&target);
            match variants.iter_mut().find(|(name, ..)| *name == variant) {
                Some((_, _, values)) => values.push(value),
                None => variants.push((variant, kind, vec![value])),
            }
        }
        variants
    }

    /// The base schema as a struct of its own.
    fn base(&mut self, schema: &Map<String, Value>, pointer: &str, name: String) -> Type {
        let mut merged = Merged::default();
        if !self.merge(schema, pointer, &mut merged, 0) {
            return ANY;
        }
        let fields = self.fields(&merged, &name, self.usages.at(pointer));
        let kind = Kind::Struct {
            fields,
            additional: None,
            is_closed: false,
        };
        self.add(name, schema, kind, false)
    }
}

/// The discriminator values that select the base itself.
fn base_tags(component: String, discriminator: &Value) -> Vec<String> {
    let mapping = discriminator["mapping"].as_object().into_iter().flatten();
    let own = mapping.filter(|(_, target)| {
        target
            .as_str()
            .is_some_and(|target| target.ends_with(&format!("/{component}")) || target == component)
    });
    let mut tags: Vec<_> = own.map(|(value, _)| value.clone()).collect();
    tags.push(component);
    tags
}
