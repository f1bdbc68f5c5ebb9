//! The document's examples: each response, and the request that belongs to it.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::Value;

use super::{Contract, Operation};

/// An example of a response in the document.
pub struct Example {
    pub operation: &'static Operation,
    /// The path, with the document's examples of its parameters.
    pub path: String,
    pub status: u16,
    /// The name of the example; empty if it is the only one of its response.
    pub name: String,
    pub answer: Value,
    /// The request body with the same name.
    pub request: Option<Value>,
    /// The places of all these parts in the document.
    places: Vec<String>,
}

impl Example {
    pub fn method(&self) -> Method {
        self.operation.method.clone()
    }
}

/// Every example of a response, in the order of the operations.
pub fn examples() -> Vec<Example> {
    let document = document();
    let operations = Contract::get().operations.iter();
    operations
        .flat_map(|operation| of_operation(&document, operation))
        .collect()
}

/// The places of examples in the document that these do not include.
pub fn unused_places(examples: &[Example]) -> BTreeSet<String> {
    let mut places = BTreeSet::new();
    find(&document(), "", &mut places);
    for place in examples.iter().flat_map(|example| &example.places) {
        places.remove(place);
    }
    places
}

fn document() -> Value {
    serde_json::from_str(orgd::contract::JSON).unwrap()
}

fn of_operation(document: &Value, operation: &'static Operation) -> Vec<Example> {
    let method = operation.method.as_str().to_lowercase();
    let place = format!("/paths/{}/{method}", escape(&operation.path));
    let (path, mut common) = path(document, operation, &place);
    let content = format!("{place}/requestBody/content/application~1json");
    let requests = in_content(document, &content);
    let mut examples = Vec::new();
    for response in &operation.responses {
        let status = response.status;
        let response = resolved(document, format!("{place}/responses/{status}"));
        let content = format!("{response}/content/application~1json");
        for (name, answer) in in_content(document, &content) {
            let request = requests.iter().find(|(other, _)| *other == name);
            let request = request.map(|(_, place)| place.clone());
            let value = |place: &String| document.pointer(place).unwrap().clone();
            examples.push(Example {
                operation,
                path: path.clone(),
                status,
                name,
                answer: value(&answer),
                request: request.as_ref().map(value),
                places: common.drain(..).chain([answer]).chain(request).collect(),
            });
        }
    }
    examples
}

/// The operation's path with the examples of its parameters, and the places of those examples.
fn path(document: &Value, operation: &Operation, place: &str) -> (String, Vec<String>) {
    let (mut path, mut places) = (operation.path.clone(), Vec::new());
    for number in 0..operation.parameters.len() {
        let parameter = resolved(document, format!("{place}/parameters/{number}"));
        let example = format!("{parameter}/example");
        let name = document.pointer(&format!("{parameter}/name")).unwrap();
        let braced = format!("{{{}}}", name.as_str().unwrap());
        if let Some(value) = document.pointer(&example)
            && path.contains(&braced)
        {
            path = path.replace(&braced, value.as_str().unwrap());
            places.push(example);
        }
    }
    (path, places)
}

/// The examples of a media type by name, and the places of their values.
fn in_content(document: &Value, content: &str) -> Vec<(String, String)> {
    let Some(content_type) = document.pointer(content) else {
        return Vec::new();
    };
    if content_type.get("example").is_some() {
        return vec![(String::new(), format!("{content}/example"))];
    }
    let named = content_type["examples"].as_object().into_iter().flatten();
    let named = named.map(|(name, _)| {
        let example = format!("{content}/examples/{}", escape(name));
        (
            name.clone(),
            format!("{}/value", resolved(document, example)),
        )
    });
    named.collect()
}

/// The place that a `$ref` at the place refers to, or the place itself.
fn resolved(document: &Value, place: String) -> String {
    match document.pointer(&format!("{place}/$ref")) {
        Some(reference) => reference
            .as_str()
            .unwrap()
            .trim_start_matches('#')
            .to_owned(),
        None => place,
    }
}

/// Finds the examples below a place, wherever OpenAPI and JSON Schema allow them.
fn find(value: &Value, place: &str, found: &mut BTreeSet<String>) {
    let members = value.as_object().into_iter().flatten();
    let members = members.map(|(name, member)| (escape(name), member));
    let items = value.as_array().into_iter().flatten().enumerate();
    let items = items.map(|(number, item)| (number.to_string(), item));
    for (token, member) in members.chain(items) {
        let place = format!("{place}/{token}");
        match (token.as_str(), member) {
            ("examples", Value::Object(named)) => {
                for (name, example) in named {
                    if example.get("$ref").is_none() {
                        found.insert(format!("{place}/{}/value", escape(name)));
                    }
                }
            }
            ("example" | "examples", _) => {
                found.insert(place);
            }
            _ => find(member, &place, found),
        }
    }
}

fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
