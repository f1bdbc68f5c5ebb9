//! Compiles every schema of the requests once, so that what cannot be evaluated is known before the server starts.

use jsonschema::{Draft, Registry};
use serde_json::{Value, json};

use crate::document::escape;
use crate::fault::Fault;

/// What is wrong with the schemas of requests.
pub fn schemas(schemas: &Value, formats: &[String]) -> Vec<Fault> {
    let registry = Registry::new()
        .draft(Draft::Draft202012)
        .add("urn:contract", schemas.clone());
    let registry = match registry.and_then(|registry| registry.prepare()) {
        Ok(registry) => registry,
        Err(error) => return vec![Fault::new("", "", "schema", error.to_string())],
    };
    let mut faults = Vec::new();
    for (operation, request) in schemas["operations"].as_object().into_iter().flatten() {
        for kind in ["parameters", "bodies"] {
            for index in 0..request[kind].as_array().map_or(0, Vec::len) {
                let pointer = format!("/operations/{}/{kind}/{index}", escape(operation));
                let mut options = jsonschema::options()
                    .with_draft(Draft::Draft202012)
                    .with_registry(&registry);
                for format in formats.iter().map(String::as_str).chain(["byte"]) {
                    options = options.with_format(format.to_owned(), |_: &str| true);
                }
                if let Err(error) =
                    options.build(&json!({ "$ref": format!("urn:contract#{pointer}") }))
                {
                    let keyword = error.kind().keyword().to_owned();
                    let reason = error.to_string().replace('\n', " ");
                    faults.push(Fault::new(operation, &pointer, &keyword, reason));
                }
            }
        }
    }
    faults
}
