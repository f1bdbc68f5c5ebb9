//! Compiles every schema of the requests once, so that what cannot be evaluated is known before the server starts.

use std::collections::BTreeMap;

use jsonschema::{Draft, Registry};
use serde_json::{Value, json};

use crate::diagnostic::Diagnostic;
use crate::document::escape;
use crate::request::{DefaultValue, encoded};

/// What is wrong with the schemas of requests. `places` are those of the document, by operation.
pub fn schemas(
    schemas: &Value,
    defaults: &[DefaultValue],
    formats: &[String],
    places: &BTreeMap<String, Places>,
) -> Vec<Diagnostic> {
    let mut all = schemas.clone();
    all["defaults"] = defaults.iter().map(|one| one.schema.clone()).collect();
    let registry = Registry::new()
        .draft(Draft::Draft202012)
        .add("urn:contract", all);
    let registry = match registry.and_then(|registry| registry.prepare()) {
        Ok(registry) => registry,
        Err(error) => return vec![Diagnostic::new("", "", "schema", line(error))],
    };
    let compile = |pointer: &str| {
        let mut options = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .with_registry(&registry)
            .should_validate_formats(true);
        for format in formats.iter().map(String::as_str).chain(["byte"]) {
            options = options.with_format(format.to_owned(), |_: &str| true);
        }
        options.build(&json!({ "$ref": format!("urn:contract#{pointer}") }))
    };
    let mut diagnostics = Vec::new();
    for (operation, places) in places {
        let base = format!("/operations/{}", encoded(&escape(operation)));
        for (kind, places) in [
            ("parameters", &places.parameters),
            ("bodies", &places.bodies),
        ] {
            for (index, place) in places.iter().enumerate() {
                if let Err(error) = compile(&format!("{base}/{kind}/{index}")) {
                    let keyword = error.kind().keyword().to_owned();
                    diagnostics.push(Diagnostic::new(operation, place, &keyword, line(error)));
                }
            }
        }
    }
    for (index, default) in defaults.iter().enumerate() {
        let Ok(schema) = compile(&format!("/defaults/{index}")) else {
            continue;
        };
        if let Err(error) = schema.validate(&default.value) {
            let (operation, place) = (&default.operation, &default.place);
            diagnostics.push(Diagnostic::new(operation, place, "default", line(error)));
        }
    }
    diagnostics
}

/// Where the schemas of an operation stand in the document.
#[derive(Debug, Default)]
pub struct Places {
    /// Those of its parameters.
    pub parameters: Vec<String>,
    /// Those of the media types of its body.
    pub bodies: Vec<String>,
}

fn line(error: impl ToString) -> String {
    error.to_string().replace('\n', " ")
}
