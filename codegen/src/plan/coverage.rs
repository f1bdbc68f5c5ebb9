//! Where schemas are used, and which operations `validator` rules check.

use crate::document::{Document, Operation, escape};
use crate::usage::{self, Usages};
use crate::{parameters, rules};

/// Where every schema is used.
pub fn usages(document: &Document, operations: &[Operation]) -> Usages {
    let mut usages = Usages::default();
    for operation in operations {
        mark_body(document, operation, &mut usages);
        for (pointer, parameter) in &operation.parameters {
            let (schema, at) = parameters::schema(parameter);
            usages.mark(document, &schema, &format!("{pointer}{at}"), usage::REQUEST);
        }
        mark_responses(document, operation, &mut usages);
    }
    usages
}

fn mark_body(document: &Document, operation: &Operation, usages: &mut Usages) {
    let by_rules = match is_covered(document, operation) {
        true => usage::RULES,
        false => 0,
    };
    let at = format!("{}/requestBody", operation.pointer);
    let Ok((body, at)) = document.resolve(&operation.value["requestBody"], &at) else {
        return;
    };
    for (range, media) in body["content"].as_object().into_iter().flatten() {
        let is_patch = operation.method == "PATCH" || range.contains("merge-patch");
        let patch = if is_patch { usage::PATCH } else { 0 };
        let at = format!("{at}/content/{}/schema", escape(range));
        let usage = usage::REQUEST | patch | by_rules;
        usages.mark(document, &media["schema"], &at, usage);
    }
}

fn mark_responses(document: &Document, operation: &Operation, usages: &mut Usages) {
    let responses = operation.value["responses"].as_object();
    for (status, response) in responses.into_iter().flatten() {
        let at = format!("{}/responses/{status}", operation.pointer);
        let Ok((response, at)) = document.resolve(response, &at) else {
            continue;
        };
        for (range, media) in response["content"].as_object().into_iter().flatten() {
            let at = format!("{at}/content/{}/schema", escape(range));
            usages.mark(document, &media["schema"], &at, usage::RESPONSE);
        }
    }
}

/// Whether types and `validator` rules check everything that the document says about an operation's requests.
pub fn is_covered(document: &Document, operation: &Operation) -> bool {
    let parameters = operation.parameters.iter();
    let mut parameters =
        parameters.map(|(pointer, one)| rules::cover_parameter(document, one, pointer));
    let at = format!("{}/requestBody", operation.pointer);
    let Ok((body, at)) = document.resolve(&operation.value["requestBody"], &at) else {
        return false;
    };
    let mut media = body["content"].as_object().into_iter().flatten();
    let is_json =
        |range: &str| range == "application/json" || range == "application/merge-patch+json";
    parameters.all(|covered| covered)
        && media.all(|(range, media)| {
            let at = format!("{at}/content/{}/schema", escape(range));
            is_json(range) && rules::cover_body(document, &media["schema"], &at)
        })
}
