//! The contract as data: the served documents, and the schemas that find every violation of a refused request.

use std::collections::HashMap;
use std::sync::LazyLock;

use clap::ValueEnum;
use jsonschema::{Draft, Validator};
use serde_json::{Value, json};

use crate::domain::email;
use crate::domain::organization::name;
use crate::domain::organization::origin::{self, PlainHttp};
use crate::surface::Surface;

#[cfg(test)]
mod derived;

/// The text of `openapi.yaml`.
pub const YAML: &str = include_str!("../openapi.yaml");

/// `openapi.yaml` as JSON.
pub const JSON: &str = DOCUMENTS[0].json;

/// The contract as JSON: the whole contract and the part of each surface, in OpenAPI 3.1 and 3.0.
pub const DOCUMENTS: &[Document] = &include!(concat!(env!("OUT_DIR"), "/documents.rs"));

/// The contract, or the part of a surface, in a version of OpenAPI.
#[derive(Debug, Clone, Copy)]
pub struct Document {
    /// The title in Swagger UI.
    pub title: &'static str,
    /// The path at which it is served.
    pub path: &'static str,
    /// The path relative to `/docs/`.
    pub from_page: &'static str,
    /// The surface, or `None` for the whole contract.
    pub surface: Option<Surface>,
    /// The version of OpenAPI.
    pub version: Version,
    /// The document.
    pub json: &'static str,
}

impl Document {
    /// Returns the document with another server: a URL, or a path relative to the document.
    pub fn at(&self, server: &str) -> String {
        let server = format!(r#""servers":[{{"url":"{server}""#);
        self.json.replacen(r#""servers":[{"url":"/""#, &server, 1)
    }
}

/// Returns [`YAML`] with another server.
pub fn yaml_at(server: &str) -> String {
    let server = format!("servers:\n  - url: {server}\n");
    YAML.replacen("servers:\n  - url: /\n", &server, 1)
}

/// A version of OpenAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Version {
    /// For tools with weak support for 3.1
    #[value(name = "3.0")]
    V3_0,
    /// The version of the contract
    #[value(name = "3.1")]
    V3_1,
}

/// The schemas of the requests of an operation.
#[derive(Debug, Default)]
pub struct RequestSchemas {
    /// One schema for each parameter.
    pub parameters: Vec<ParameterSchema>,
    /// The schema of the body, if there is one.
    pub body: Option<Validator>,
}

/// The schema of one parameter.
#[derive(Debug)]
pub struct ParameterSchema {
    /// `path`, `query` or `header`.
    pub part: String,
    /// The name of the parameter.
    pub name: String,
    /// `true` if the parameter is required.
    pub required: bool,
    /// `true` if the value is an integer.
    pub is_integer: bool,
    /// The compiled schema.
    pub schema: Validator,
}

/// Returns the schemas of the operation with this `operationId`.
///
/// They are compiled when the first request is refused, and not at startup.
pub fn request_schemas(operation_id: &str) -> Option<&'static RequestSchemas> {
    static SCHEMAS: LazyLock<HashMap<String, RequestSchemas>> = LazyLock::new(compile);
    SCHEMAS.get(operation_id)
}

fn compile() -> HashMap<String, RequestSchemas> {
    let document: Value = serde_json::from_str(JSON).unwrap_or_default();
    let paths = document["paths"].as_object().into_iter().flatten();
    let operations = paths.flat_map(|(_, methods)| methods.as_object().into_iter().flatten());
    operations
        .filter_map(|(_, operation)| {
            let id = operation["operationId"].as_str()?;
            Some((id.to_owned(), request_schemas_of(&document, operation)))
        })
        .collect()
}

fn request_schemas_of(document: &Value, operation: &Value) -> RequestSchemas {
    let mut schemas = RequestSchemas::default();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let parameter = resolve(document, parameter);
        let text = |member: &str| parameter[member].as_str().unwrap_or_default().to_owned();
        if let Some(schema) = validator(document, &parameter["schema"]) {
            schemas.parameters.push(ParameterSchema {
                part: text("in"),
                name: text("name"),
                required: parameter["required"] == true,
                is_integer: resolve(document, &parameter["schema"])["type"] == "integer",
                schema,
            });
        }
    }
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    if body.is_object() {
        schemas.body = validator(document, body);
    }
    schemas
}

fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"]
        .as_str()
        .and_then(|reference| reference.strip_prefix('#'))
    {
        Some(pointer) => document.pointer(pointer).unwrap_or(value),
        None => value,
    }
}

/// Compiles a schema of the document, with the same formats as the generated models.
fn validator(document: &Value, schema: &Value) -> Option<Validator> {
    let schema = json!({ "allOf": [schema], "components": document["components"] });
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .with_format("email", email::is_valid)
        .with_format("display-name", |value: &str| name::check(value).is_ok())
        .with_format("embed-origin", |value: &str| {
            origin::normalise(value, PlainHttp::Local).is_ok()
        })
        .build(&schema)
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schema_of_a_request_compiles() {
        let document: Value = serde_json::from_str(JSON).unwrap();
        let paths = document["paths"].as_object().unwrap();
        for operation in paths
            .values()
            .flat_map(|path| path.as_object().unwrap().values())
        {
            let id = operation["operationId"].as_str().unwrap();
            let schemas = request_schemas(id).unwrap();
            let parameters = operation["parameters"].as_array().map_or(0, Vec::len);
            assert_eq!(schemas.parameters.len(), parameters, "{id}");
            let has_body = operation.get("requestBody").is_some();
            assert_eq!(schemas.body.is_some(), has_body, "{id}");
        }
    }
}
