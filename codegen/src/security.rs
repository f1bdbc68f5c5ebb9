//! Security requirements: what a caller has to send.

use serde_json::Value;

use crate::document::{Document, Operation};
use crate::request::Requests;

/// How an operation's callers authenticate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Security {
    /// The Rust expression of the alternatives.
    pub code: String,
    /// `open`, `secured` or `optional`: a method of `orgd_runtime::Routes`.
    pub mode: &'static str,
}

/// The security of an operation: its own, or the document's.
pub fn security(document: &Document, operation: &Operation, requests: &mut Requests) -> Security {
    let own = operation.value.get("security");
    let alternatives = own.or(document.0.get("security")).and_then(Value::as_array);
    let alternatives = alternatives.cloned().unwrap_or_default();
    let codes: Vec<_> = alternatives
        .iter()
        .map(|one| requirement(document, operation, one, requests))
        .collect();
    let is_open = alternatives
        .iter()
        .any(|one| one.as_object().is_some_and(|schemes| schemes.is_empty()));
    Security {
        code: format!("&[{}]", codes.join(", ")),
        mode: match (alternatives.is_empty(), is_open) {
            (true, _) => "open",
            (false, true) if alternatives.len() == 1 => "open",
            (false, true) => "optional",
            (false, false) => "secured",
        },
    }
}

fn requirement(
    document: &Document,
    operation: &Operation,
    one: &Value,
    requests: &mut Requests,
) -> String {
    let schemes = one.as_object().into_iter().flatten().map(|(name, scopes)| {
        let scheme = &document.0["components"]["securitySchemes"][name];
        let scheme = document
            .resolve(scheme, "")
            .map(|(scheme, _)| scheme.clone())
            .unwrap_or_default();
        let text = |member: &str| scheme[member].as_str().unwrap_or_default().to_owned();
        let kind = match (
            text("type").as_str(),
            text("scheme").to_lowercase().as_str(),
        ) {
            ("http", "bearer") | ("oauth2" | "openIdConnect", _) => "SchemeKind::Bearer".to_owned(),
            ("http", "basic") => "SchemeKind::Basic".to_owned(),
            ("http", other) if !other.is_empty() => format!("SchemeKind::Http({other:?})"),
            ("apiKey", _) => {
                let name = text("name");
                match text("in").as_str() {
                    "header" => format!("SchemeKind::Header({name:?})"),
                    "query" => format!("SchemeKind::Query({name:?})"),
                    _ => format!("SchemeKind::Cookie({name:?})"),
                }
            }
            (kind, _) => {
                let reason = format!(
                    "the security scheme {name:?} is of type {kind:?}, which cannot be checked"
                );
                requests.refuse(
                    &format!("{}/security", operation.pointer),
                    "security",
                    reason,
                );
                "SchemeKind::Bearer".to_owned()
            }
        };
        let scopes: Vec<_> = scopes
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        format!("Scheme {{ name: {name:?}, kind: {kind}, scopes: &{scopes:?} }}")
    });
    format!("Requirement(&[{}])", schemes.collect::<Vec<_>>().join(", "))
}
