//! The documents that are derived from the contract: the part of a surface, and OpenAPI 3.0 for tools with weak
//! support for 3.1. Used by build.rs.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::surface::Surface;

/// Returns the part of the document that the operations of a surface need.
pub fn of_surface(document: &Value, surface: Surface) -> Value {
    let mut part = document.clone();
    let title = text(&document["info"]["title"]);
    part["info"]["title"] = json!(format!("{title} {}", surface.name()));
    part["info"]["summary"] = json!(surface.summary());
    if let Some(paths) = part["paths"].as_object_mut() {
        paths.retain(|path, _| surface.contains(path));
    }
    remove_unused_tags(&mut part);
    remove_dead_links(&mut part);
    remove_unused_components(&mut part);
    part
}

/// Converts the document to OpenAPI 3.0.3.
pub fn in_3_0(document: &Value) -> Value {
    let mut document = document.clone();
    document["openapi"] = json!("3.0.3");
    remove(&mut document["info"], "summary");
    remove(&mut document["info"]["license"], "identifier");
    downgrade(&mut document);
    document
}

/// Removes the tags without operations.
fn remove_unused_tags(document: &mut Value) {
    let used: HashSet<_> = operations(document)
        .flat_map(|operation| operation["tags"].as_array().into_iter().flatten())
        .map(|tag| text(tag).to_owned())
        .collect();
    if let Some(tags) = document["tags"].as_array_mut() {
        tags.retain(|tag| used.contains(text(&tag["name"])));
    }
}

/// Removes the links to missing operations.
fn remove_dead_links(document: &mut Value) {
    let ids: HashSet<_> = operations(document)
        .map(|operation| text(&operation["operationId"]).to_owned())
        .collect();
    let links = document["components"]["links"].as_object();
    let dead: HashSet<_> = links
        .into_iter()
        .flatten()
        .filter(|(_, link)| !ids.contains(text(&link["operationId"])))
        .map(|(name, _)| format!("#/components/links/{name}"))
        .collect();
    each_object(&mut document["paths"], &mut |object| {
        if let Some(links) = object.get_mut("links").and_then(Value::as_object_mut) {
            links.retain(|_, link| !dead.contains(text(&link["$ref"])));
        }
    });
}

fn operations(document: &Value) -> impl Iterator<Item = &Value> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths.flat_map(|(_, methods)| methods.as_object().into_iter().flat_map(Map::values))
}

/// Removes the components that the paths do not reference, directly or indirectly.
fn remove_unused_components(document: &mut Value) {
    let mut used = HashSet::new();
    let mut found = references(&document["paths"]);
    while let Some(reference) = found.pop() {
        if !used.contains(&reference) {
            let target = document.pointer(reference.trim_start_matches('#'));
            found.extend(target.map(references).unwrap_or_default());
            used.insert(reference);
        }
    }
    let kinds = document["components"].as_object_mut().into_iter().flatten();
    // Security schemes are referenced by name.
    for (kind, components) in kinds.filter(|(kind, _)| *kind != "securitySchemes") {
        let components = components.as_object_mut().into_iter();
        components.for_each(|components| {
            components.retain(|name, _| used.contains(&format!("#/components/{kind}/{name}")));
        });
    }
    let kinds = document["components"].as_object_mut().into_iter();
    kinds.for_each(|kinds| kinds.retain(|_, components| *components != json!({})));
}

fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(members) => {
            let own = members.get("$ref").and_then(Value::as_str);
            let inner = members.values().flat_map(references);
            own.map(str::to_owned).into_iter().chain(inner).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

/// Converts schemas from JSON Schema 2020-12 to OpenAPI 3.0.
fn downgrade(document: &mut Value) {
    each_object(document, &mut |object| {
        if let Some(Value::Array(types)) = object.get("type").cloned() {
            let (null, types): (Vec<_>, Vec<_>) = types.into_iter().partition(|one| one == "null");
            // OpenAPI 3.0 cannot express several types besides null. They are kept, and the linters refuse them.
            if let ([_], [one]) = (&null[..], &types[..]) {
                object.insert("type".to_owned(), one.clone());
                object.insert("nullable".to_owned(), json!(true));
            }
        }
        if let Some(value) = object.remove("const") {
            object.insert("enum".to_owned(), json!([value]));
        }
        for (exclusive, bound) in [
            ("exclusiveMinimum", "minimum"),
            ("exclusiveMaximum", "maximum"),
        ] {
            if let Some(Value::Number(limit)) = object.get(exclusive).cloned() {
                object.insert(bound.to_owned(), Value::Number(limit));
                object.insert(exclusive.to_owned(), json!(true));
            }
        }
        // The examples of a schema are an array; those of a media type are an object.
        if let Some(Value::Array(examples)) = object.get("examples").cloned() {
            object.remove("examples");
            object.extend(
                examples
                    .into_iter()
                    .take(1)
                    .map(|one| ("example".to_owned(), one)),
            );
        }
    });
}

/// Calls the function for every object of the document, except those in examples.
fn each_object(value: &mut Value, function: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(members) => {
            function(members);
            let members = members.iter_mut();
            let members = members.filter(|(name, _)| *name != "example" && *name != "examples");
            members.for_each(|(_, member)| each_object(member, function));
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| each_object(item, function)),
        _ => {}
    }
}

fn remove(object: &mut Value, member: &str) {
    if let Some(object) = object.as_object_mut() {
        object.remove(member);
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

// build.rs includes this file by its path, so the default path of `tests` would be wrong.
#[cfg(test)]
#[path = "derived/tests.rs"]
mod tests;
