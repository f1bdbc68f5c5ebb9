//! The fields of a form.

use serde_json::{Value, json};

use super::Reader;
use crate::parameters::{field_style, is_text, properties_of, shape};

impl Reader<'_, '_> {
    /// The properties of a form's schema, with the style that `encoding` gives them.
    pub(super) fn fields(&mut self, schema: &Value, content: &Value, place: &str) -> Vec<String> {
        let properties = self.properties(schema, place);
        let fields = properties.into_iter().map(|(name, property, at)| {
            let encoding = &content["encoding"][&name];
            let mut field = json!({ "name": name, "in": "field" });
            for keyword in ["style", "explode"] {
                if let Some(value) = encoding.get(keyword) {
                    field[keyword] = value.clone();
                }
            }
            let shape = shape(self.document, self.requests, &property, &at, 0);
            let mut code = format!("Parameter::field({name:?}, {shape})");
            let is_object = shape.starts_with("Shape::Object");
            if is_object && encoding.get("style").is_none() {
                code.push_str(".style(Style::Json)");
            } else if let Some(style) = field_style(&field) {
                code.push_str(&format!(".style({style})"));
            }
            code
        });
        fields.collect()
    }

    /// The properties of a form's schema. Fields that have no name there are read as strings.
    pub(super) fn properties(
        &mut self,
        schema: &Value,
        place: &str,
    ) -> Vec<(String, Value, String)> {
        let Ok((target, at)) = self.document.resolve(schema, place) else {
            return Vec::new();
        };
        let additional = &target["additionalProperties"];
        if !is_text(self.document, additional, &at) || target.get("patternProperties").is_some() {
            self.attribute_to_operation(&at);
            let reason = "a field that a form does not name is a string";
            self.requests.refuse(&at, "additionalProperties", reason);
        }
        let mut found = Vec::new();
        if let Some(members) = target.as_object() {
            properties_of(self.document, members, &at, &mut found, 0);
        }
        found
    }
}
