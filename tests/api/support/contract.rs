//! The contract, as far as the tests check responses against it.

use std::sync::LazyLock;

use reqwest::{Method, RequestBuilder};
use serde_json::Value;

use super::declared::{DeclaredResponse, resolve};
use super::{Answer, Target, User};

/// The operations of the document, and its rules for requests that match no operation.
pub struct Contract {
    pub operations: Vec<Operation>,
    /// On the public surface, and elsewhere.
    strays: [Vec<DeclaredResponse>; 2],
    /// The same for malformed HTTP, for all operations.
    improper: [Vec<DeclaredResponse>; 2],
}

/// An operation of the document.
pub struct Operation {
    pub id: String,
    pub method: Method,
    /// The path, with its parameters in braces.
    pub path: String,
    pub permission: Option<String>,
    /// An example of the request body, if there is a body.
    pub example: Option<Value>,
    /// The names of the parameters.
    pub parameters: Vec<String>,
    pub responses: Vec<DeclaredResponse>,
}

/// Paths that the server serves in addition to the API, and that the document does not describe.
const OUTSIDE: [&str; 4] = ["/healthz", "/readyz", "/docs", "/api-docs"];

impl Contract {
    /// The contract, which is loaded once.
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
            strays: ["PublicFailure", "V1Failure"]
                .map(|schema| DeclaredResponse::to_strays(&document, schema)),
            improper: ["PublicFailure", "V1Failure"]
                .map(|schema| DeclaredResponse::to_improper(&document, schema)),
        }
    }

    /// The operation of that method and path, if there is one.
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

    /// Fails unless the contract declares such a response there.
    pub fn check(&self, method: &Method, path: &str, answer: &Answer) {
        if OUTSIDE.iter().any(|prefix| path.starts_with(prefix)) {
            return;
        }
        let surface = usize::from(!is_of_public(path));
        let (name, responses) = match self.operation(method, path) {
            Some(operation) => (operation.id.as_str(), &operation.responses),
            None => ("no operation", &self.strays[surface]),
        };
        let place = format!("{name} {}: {}", answer.status, answer.body);
        // Every response is declared for its operation, except those to malformed HTTP.
        let improper = self.improper[surface].iter();
        let declared = responses
            .iter()
            .chain(improper.filter(|response| response.status == 501))
            .find(|response| response.status == answer.status)
            .unwrap_or_else(|| panic!("undeclared status of {place}"));
        declared.check(method, answer, &place);
    }

    /// Fails unless the document describes this response to a malformed request.
    pub fn check_unreadable(&self, answer: &Answer) {
        let declared = self.improper[1]
            .iter()
            .find(|response| response.status == answer.status);
        let declared = declared.unwrap_or_else(|| panic!("undeclared {}", answer.status));
        declared.check(&Method::GET, answer, "no request");
    }
}

/// The first example of a JSON body: `example`, or the first of `examples`.
fn example(document: &Value, body: &Value) -> Option<Value> {
    let json = resolve(document, body).pointer("/content/application~1json")?;
    if let Some(example) = json.get("example") {
        return Some(example.clone());
    }
    let first = json["examples"].as_object()?.values().next()?;
    Some(resolve(document, first)["value"].clone())
}

fn is_of_public(path: &str) -> bool {
    path == "/api/public" || path.starts_with("/api/public/")
}

impl Operation {
    fn read(document: &Value, path: &str, method: &str, operation: &Value) -> Self {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let responses = operation["responses"].as_object().unwrap();
        Self {
            id: operation["operationId"].as_str().unwrap().to_owned(),
            method: method.to_uppercase().parse().unwrap(),
            path: path.to_owned(),
            // Of several, the first is what the operation always needs.
            permission: operation["x-permission"]
                .as_str()
                .or(operation["x-permission"][0].as_str())
                .map(str::to_owned),
            example: example(document, &operation["requestBody"]),
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

    /// Whether the operation has a parameter of that name.
    pub fn takes(&self, parameter: &str) -> bool {
        self.parameters.iter().any(|name| name == parameter)
    }

    /// The status of success; an operation has one.
    pub fn success(&self) -> u16 {
        let statuses = self.responses.iter().map(|response| response.status);
        let successes: Vec<_> = statuses.filter(|status| *status < 300).collect();
        let [success] = successes[..] else {
            panic!("{} succeeds with {successes:?}", self.id);
        };
        success
    }

    /// Whether the path, or the document's own body, names a resource with a parameter or member of that name.
    pub fn names(&self, parameter: &str) -> bool {
        let in_body = self.example.as_ref().and_then(|body| body.get(parameter));
        self.path.contains(&format!("{{{parameter}}}")) || in_body.is_some()
    }

    /// The path, with the target's values of its parameters.
    pub fn path_of(&self, target: &Target) -> String {
        let segments = self.path.split('/').map(|segment| {
            let parameter = segment
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'));
            match parameter {
                Some(name) => target
                    .value(name)
                    .unwrap_or_else(|| panic!("no value for {name}")),
                None => segment,
            }
        });
        segments.collect::<Vec<_>>().join("/")
    }

    /// The document's own body for the target, if there is a body.
    pub fn body_of(&self, target: &Target) -> Option<Value> {
        let mut body = self.example.clone()?;
        target.put_into(&mut body);
        Some(body)
    }

    /// The document's own request by that user, to the target.
    pub fn request(&self, user: &User, target: &Target) -> RequestBuilder {
        self.request_with(user, target, "")
    }

    /// The same request, with that query string.
    pub fn request_with(&self, user: &User, target: &Target, query: &str) -> RequestBuilder {
        let path = format!("{}{query}", self.path_of(target));
        let request = user.request(self.method.clone(), &path);
        match self.body_of(target) {
            Some(body) => request.json(&body),
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

#[test]
fn a_single_example_and_the_first_of_several_are_read() {
    let body = |examples: Value| serde_json::json!({ "content": { "application/json": examples } });
    let single = body(serde_json::json!({ "example": { "name": "Ada" } }));
    let several = body(serde_json::json!({ "examples": { "a": { "value": { "name": "Ada" } } } }));
    for body in [single, several] {
        assert_eq!(
            example(&Value::Null, &body),
            Some(serde_json::json!({ "name": "Ada" }))
        );
    }
}
