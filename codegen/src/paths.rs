//! Path templates: what they name must be declared, and no two may match the same paths.

use std::collections::BTreeMap;

use crate::document::Operation;
use crate::request::Requests;

/// The first template of each shape, which is a template without the names in it.
pub type Shapes = BTreeMap<String, String>;

/// Refuses a template whose names are not the operation's path parameters, or that matches what another one does.
pub fn check(operation: &Operation, requests: &mut Requests, shapes: &mut Shapes) {
    let template = operation.path.as_str();
    let at = &operation.pointer;
    let declared = operation.parameters.iter();
    let declared = declared.filter(|(_, parameter)| parameter["in"] == "path");
    let declared: Vec<_> = declared
        .filter_map(|(_, one)| one["name"].as_str())
        .collect();
    let (shape, names) = split(template);
    for name in &names {
        if !declared.contains(&name.as_str()) {
            let reason = format!("{{{name}}} in the path is not declared");
            requests.refuse(at, "parameters", reason);
        }
        if names.iter().filter(|own| *own == name).count() > 1 {
            requests.refuse(at, "paths", format!("{{{name}}} is twice in the path"));
        }
    }
    for name in declared {
        if !names.iter().any(|own| own == name) {
            let reason = format!("the path does not have {{{name}}}");
            requests.refuse(at, "parameters", reason);
        }
    }
    let first = shapes.entry(shape).or_insert_with(|| template.to_owned());
    if first != template {
        requests.refuse(
            at,
            "paths",
            format!("{template} matches what {first} matches"),
        );
    }
}

/// The shape of a template, and the names in it.
fn split(template: &str) -> (String, Vec<String>) {
    let mut names = Vec::new();
    let mut shape = String::new();
    let mut rest = template;
    while let Some((literal, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        names.push(name.to_owned());
        shape.push_str(literal);
        shape.push_str("{}");
        rest = after;
    }
    (shape + rest, names)
}
