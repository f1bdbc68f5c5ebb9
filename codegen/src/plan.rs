//! Everything that the templates render, as extensions of a document without schemas: the generator groups the
//! operations by tag and lays out the files.

mod announcements;
mod coverage;
mod literal;
mod operation;
mod parameters;
mod render;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::check::{self, Places};
use crate::diagnostic::{self, Diagnostic};
use crate::document::{Document, Operation};
use crate::models::{Kind, Models};
use crate::names::{Unique, tag_name};
use crate::request::Requests;
use crate::{circle, discriminator, paths};

/// The input of the generator.
#[derive(Debug)]
pub struct Plan {
    /// The document for the generator.
    pub openapi: Value,
    /// The JSON Schemas of requests.
    pub schemas: Value,
    /// What the generated crate needs, for its manifest.
    pub properties: BTreeMap<String, String>,
}

/// Plans the code of a document. `formats` are those that the product checks itself.
///
/// # Errors
/// Everything in the document that the generated server could not enforce.
pub fn plan(document: &Document, formats: &[String]) -> Result<Plan, Vec<Diagnostic>> {
    let operations = document
        .operations()
        .map_err(|diagnostic| vec![diagnostic])?;
    let usages = coverage::usages(document, &operations);
    let mut planner = Planner {
        document,
        requests: Requests::new(document, formats),
        models: Models::new(document, &usages),
        schemas: Map::new(),
        operations: Vec::new(),
        names: BTreeSet::new(),
        methods: Unique::default(),
        places: BTreeMap::new(),
        shapes: paths::Shapes::default(),
    };
    for operation in &operations {
        planner.operation(operation);
    }
    planner.announcements();
    planner.finish(formats)
}

struct Planner<'d> {
    document: &'d Document,
    requests: Requests<'d>,
    models: Models<'d>,
    /// The JSON Schemas of each operation.
    schemas: Map<String, Value>,
    operations: Vec<(Operation, Value)>,
    /// The operations' IDs.
    names: BTreeSet<String>,
    methods: Unique,
    places: BTreeMap<String, Places>,
    shapes: paths::Shapes,
}

impl Planner<'_> {
    /// Checks and renders what was collected.
    fn finish(mut self, formats: &[String]) -> Result<Plan, Vec<Diagnostic>> {
        let unions = self.unions();
        let components: Map<_, _> = self.requests.components.clone().into_iter().collect();
        let messages: Map<_, _> = self.requests.messages.into_iter().collect();
        let schemas = json!({
            "operations": self.schemas, "unions": unions, "messages": messages, "components": { "schemas": components },
        });
        let mut diagnostics: Vec<_> = self.requests.diagnostics.into_iter().collect();
        let circular = circle::diagnostics(self.document, &self.requests.components);
        // The schemas can only be compiled if none of them is refused or circular.
        if diagnostics.is_empty() && circular.is_empty() {
            let defaults = &self.requests.defaults;
            diagnostics.extend(check::schemas(&schemas, defaults, formats, &self.places));
        }
        diagnostics.extend(circular);
        if !diagnostics.is_empty() {
            return Err(diagnostic::first_of_each_kind(diagnostics));
        }
        let openapi = openapi(self.document, &self.operations, &self.models);
        let properties = properties(&openapi);
        Ok(Plan {
            openapi,
            schemas,
            properties,
        })
    }

    /// The JSON Schemas of unions without a discriminator: a value's alternative is the one whose schema it matches.
    fn unions(&mut self) -> Map<String, Value> {
        let mut unions = Map::new();
        for (name, model) in self.models.models.clone() {
            if let Kind::Union {
                alternatives: Some(alternatives),
                ..
            } = model.kind
            {
                let schemas = alternatives.iter().map(|(schema, at)| {
                    let component = discriminator::component(schema);
                    let operation = component.unwrap_or_default();
                    self.requests.schema(&operation, schema, at)
                });
                let schemas = schemas.collect();
                unions.insert(name, Value::Array(schemas));
            }
        }
        unions
    }
}

/// The document for the generator: operations and names, with everything else in `x-rust`.
fn openapi(document: &Document, operations: &[(Operation, Value)], models: &Models) -> Value {
    let paths = operations
        .iter()
        .enumerate()
        .map(|(index, (operation, planned))| {
            let tag = tag_name(operation.value["tags"][0].as_str().unwrap_or("Default"));
            // Each operation has a path of its own, so that the generator neither sorts nor merges them.
            let item = json!({ operation.method.to_lowercase(): {
                "operationId": format!("operation{index:04}"),
                "tags": [tag],
                "x-rust": planned,
                "responses": { "default": { "description": "" } },
            } });
            (format!("/{index:04}"), item)
        });
    let paths: Map<_, _> = paths.collect();
    let schemas = models.models.iter().map(|(name, model)| {
        let rendered = render::model(models, name, model);
        let member = json!({ "member": { "type": "string" } });
        let schema = json!({ "type": "object", "properties": member, "x-rust": rendered });
        (name.clone(), schema)
    });
    let schemas: Map<_, _> = schemas.collect();
    json!({
        "openapi": "3.1.0",
        "info": document.0["info"],
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

/// What the generated crate needs, for its manifest.
fn properties(openapi: &Value) -> BTreeMap<String, String> {
    let text = openapi.to_string();
    let needs = [
        ("usesChrono", "chrono::"),
        ("usesUuid", "uuid::"),
        ("usesRegex", "regex!("),
        ("usesRules", "\"hasRules\":true"),
    ];
    needs
        .into_iter()
        .map(|(name, word)| (name.to_owned(), text.contains(word).to_string()))
        .collect()
}
