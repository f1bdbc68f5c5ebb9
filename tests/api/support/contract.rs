//! The contract, as far as answers are held to it.

use std::sync::LazyLock;

use jsonschema::{Draft, Validator};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::{Answer, User};

/// The operations of the document.
pub struct Contract {
    pub operations: Vec<Operation>,
}

/// An operation of the document.
pub struct Operation {
    pub id: String,
    pub method: Method,
    /// With its parameters in braces.
    pub path: String,
    pub permission: Option<String>,
    /// An example of the request's body, where there is a body.
    pub example: Option<Value>,
    /// The names of the parameters.
    pub parameters: Vec<String>,
    pub responses: Vec<DeclaredResponse>,
}

/// A response that an operation declares.
pub struct DeclaredResponse {
    pub status: u16,
    required_headers: Vec<String>,
    known_headers: Vec<String>,
    body: Option<Validator>,
}

/// What HTTP itself brings, which the contract need not name.
const PLAIN_HEADERS: [&str; 4] = [
    "content-type",
    "content-length",
    "date",
    "x-content-type-options",
];

impl Contract {
    /// The one contract.
    pub fn get() -> &'static Self {
        static CONTRACT: LazyLock<Contract> = LazyLock::new(Contract::read);
        &CONTRACT
    }

    fn read() -> Self {
        let document: Value = serde_json::from_str(orgd::contract::JSON).unwrap();
        let paths = document["paths"].as_object().unwrap();
        let operations = paths.iter().flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap();
            methods
                .iter()
                .map(|(method, operation)| Operation::read(&document, path, method, operation))
        });
        Self {
            operations: operations.collect(),
        }
    }

    /// The operation at that place, if there is one.
    pub fn operation(&self, method: &Method, path: &str) -> Option<&Operation> {
        let method = if method == Method::HEAD {
            &Method::GET
        } else {
            method
        };
        self.operations
            .iter()
            .find(|operation| operation.method == method && operation.matches(path))
    }

    /// Fails unless the contract declares such an answer there.
    pub fn check(&self, method: &Method, path: &str, answer: &Answer) {
        let Some(operation) = self.operation(method, path) else {
            return;
        };
        let place = format!("{} {}: {}", operation.id, answer.status, answer.body);
        let declared = operation
            .responses
            .iter()
            .find(|response| response.status == answer.status)
            .unwrap_or_else(|| panic!("undeclared status of {place}"));
        for name in &declared.required_headers {
            assert!(answer.headers.contains_key(name), "no {name} in {place}");
        }
        for name in answer.headers.keys() {
            let is_plain = PLAIN_HEADERS.contains(&name.as_str());
            let is_known = declared
                .known_headers
                .iter()
                .any(|known| known == name.as_str());
            assert!(is_plain || is_known, "undeclared header {name} in {place}");
        }
        match &declared.body {
            Some(schema) if method != Method::HEAD => {
                let faults: Vec<_> = schema
                    .iter_errors(&answer.body)
                    .map(|e| e.to_string())
                    .collect();
                assert!(faults.is_empty(), "{faults:?} in {place}");
            }
            _ => assert_eq!(answer.body, Value::Null, "undeclared body in {place}"),
        }
    }
}

impl Operation {
    fn read(document: &Value, path: &str, method: &str, operation: &Value) -> Self {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let responses = operation["responses"].as_object().unwrap();
        Self {
            id: operation["operationId"].as_str().unwrap().to_owned(),
            method: method.to_uppercase().parse().unwrap(),
            path: path.to_owned(),
            permission: operation["x-permission"].as_str().map(str::to_owned),
            example: operation["requestBody"]
                .pointer("/content/application~1json/examples")
                .and_then(|examples| examples.as_object()?.values().next())
                .map(|example| example["value"].clone()),
            parameters: parameters
                .map(|parameter| resolve(document, parameter)["name"].as_str().unwrap())
                .map(str::to_owned)
                .collect(),
            responses: responses
                .iter()
                .map(|(status, response)| DeclaredResponse::read(document, status, response))
                .collect(),
        }
    }

    /// Whether it has a parameter of that name.
    pub fn takes(&self, parameter: &str) -> bool {
        self.parameters.iter().any(|name| name == parameter)
    }

    /// The path, of that organization where it is the path of one.
    pub fn path_of(&self, organization: &str) -> String {
        let segments = self.path.split('/').map(|segment| match segment {
            parameter if parameter.starts_with('{') => organization,
            segment => segment,
        });
        segments.collect::<Vec<_>>().join("/")
    }

    /// The document's own request by that user, to that organization where it takes one.
    pub fn request(&self, user: &User, organization: &str) -> RequestBuilder {
        self.request_at(user, &self.path_of(organization))
    }

    /// The document's own request by that user, to a path of one's own.
    pub fn request_at(&self, user: &User, path: &str) -> RequestBuilder {
        let request = user.request(self.method.clone(), path);
        match &self.example {
            Some(body) => request.json(body),
            None => request,
        }
    }

    fn matches(&self, path: &str) -> bool {
        let (template, path) = (self.path.split('/'), path.split('/'));
        template.clone().count() == path.clone().count()
            && template
                .zip(path)
                .all(|(expected, given)| expected.starts_with('{') || expected == given)
    }
}

impl DeclaredResponse {
    /// Whether it declares a body.
    pub fn has_body(&self) -> bool {
        self.body.is_some()
    }

    fn read(document: &Value, status: &str, response: &Value) -> Self {
        let response = resolve(document, response);
        let headers = response["headers"].as_object().into_iter().flatten();
        let headers: Vec<_> = headers
            .map(|(name, header)| (name.to_lowercase(), resolve(document, header)))
            .collect();
        let schema = &response["content"]["application/json"]["schema"];
        Self {
            status: status.parse().unwrap(),
            required_headers: headers
                .iter()
                .filter(|(_, header)| header["required"] == true)
                .map(|(name, _)| name.clone())
                .collect(),
            known_headers: headers.into_iter().map(|(name, _)| name).collect(),
            body: schema.is_object().then(|| closed(document, schema)),
        }
    }
}

/// Compiles a response's schema so that members that it does not know are faults: the document leaves
/// responses open for clients, but the server sends nothing that the document does not show.
fn closed(document: &Value, schema: &Value) -> Validator {
    let mut components = document["components"].clone();
    for schema in components["schemas"].as_object_mut().unwrap().values_mut() {
        if schema.get("properties").is_some() {
            schema["additionalProperties"] = json!(false);
        }
    }
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .build(&json!({ "allOf": [schema], "components": components }))
        .unwrap()
}

fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap(),
        None => value,
    }
}
