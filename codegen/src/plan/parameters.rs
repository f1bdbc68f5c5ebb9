//! The parameters of an operation.

use serde_json::{Value, json};

use super::Planner;
use super::literal::literal;
use crate::document::Operation;
use crate::names::{Unique, field_name};
use crate::{models, parameters};

/// The parameters of an operation, as the generated code has them.
#[derive(Default)]
pub struct Parameters {
    /// The fields of the request.
    pub fields: Vec<Value>,
    /// The Rust expressions of the parameters.
    pub codes: Vec<String>,
    /// Their JSON Schemas.
    pub schemas: Vec<Value>,
}

impl Planner<'_> {
    pub(super) fn parameters(&mut self, operation: &Operation, is_covered: bool) -> Parameters {
        let mut names = Unique::default();
        // Every request has these fields.
        names.claim("body".to_owned());
        names.claim("accept".to_owned());
        let mut all = Parameters::default();
        for (index, (pointer, parameter)) in operation.parameters.iter().enumerate() {
            let (document, requests) = (self.document, &mut self.requests);
            parameters::check(document, requests, parameter, pointer);
            let code = parameters::parameter(document, requests, parameter, pointer);
            all.codes.push(code);
            let (schema, at) = parameters::schema(parameter);
            let at = format!("{pointer}{at}");
            let written = self.requests.schema(&operation.id, &schema, &at);
            all.schemas.push(written);
            let json = parameter["name"].as_str().unwrap_or_default();
            let hint = format!("{} {json}", operation.id);
            let code = self.models.of(&schema, &at, &hint).code();
            let Ok((target, _)) = document.resolve(&schema, &at) else {
                continue;
            };
            let default = schema.get("default").or(target.get("default"));
            let is_required = parameter["required"] == true;
            let (code, read) = reading(index, code, default, is_required);
            let rules = match is_covered {
                true => models::rules(target),
                false => Vec::new(),
            };
            all.fields.push(json!({
                "doc": models::doc_of(parameter),
                "name": names.claim(field_name(json)),
                "type": code,
                "read": read,
                "rules": rules,
            }));
        }
        all
    }
}

/// The type of a parameter's field, and the expression that reads it.
fn reading(
    index: usize,
    code: String,
    default: Option<&Value>,
    is_required: bool,
) -> (String, String) {
    let optional = format!("input.optional({index})?");
    match (is_required, default) {
        (true, _) => (code, format!("input.required({index})?")),
        (false, Some(default)) => {
            let default = match literal(default, &code) {
                Some(literal) => format!("unwrap_or({literal})"),
                None => format!(
                    "unwrap_or_else(|| default_value({:?}))",
                    default.to_string()
                ),
            };
            (code, format!("{optional}.{default}"))
        }
        (false, None) if code.starts_with("Option<") => (code, format!("{optional}.flatten()")),
        (false, None) => (format!("Option<{code}>"), optional),
    }
}
