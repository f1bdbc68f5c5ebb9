//! Operations as the templates render them.

use serde_json::{Value, json};

use super::Planner;
use super::coverage::is_covered;
use super::parameters::Parameters;
use crate::bodies::{Body, body};
use crate::check::Places;
use crate::document::Operation;
use crate::models::paragraph;
use crate::names::{field_name, type_name, variant_name};
use crate::parameters;
use crate::paths;
use crate::request::Requests;
use crate::responses::{Responses, responses};
use crate::security::security;

impl Planner<'_> {
    pub(super) fn operation(&mut self, operation: &Operation) {
        let method = self.methods.claim(field_name(&operation.id));
        self.check(operation);
        let is_covered = is_covered(self.document, operation);
        let security = security(self.document, operation, &mut self.requests);
        let fields = self.parameters(operation, is_covered);
        let name = type_name(method.trim_start_matches("r#"));
        let (document, requests, models) = (self.document, &mut self.requests, &mut self.models);
        let body = body(document, operation, &name, requests, models, is_covered);
        let responses = responses(document, operation, &name, requests, models);
        self.place(operation, &fields, body.as_ref());
        let (permission, permission_code) = permission(operation, &mut self.requests);
        let has_rules = is_covered
            && (fields
                .fields
                .iter()
                .any(|field| field["rules"] != json!([]))
                || body.is_some());
        let summary = operation.value["summary"].as_str().unwrap_or(&operation.id);
        let accept = accept(&name, &responses);
        let planned = json!({
            "id": operation.id,
            "method": method,
            "name": name,
            "http": operation.method,
            "path": operation.path,
            "summary": paragraph(summary).join(" ").trim_end_matches('.'),
            "mode": security.mode,
            "isOpen": security.mode == "open",
            "isSecured": security.mode == "secured",
            "isOptional": security.mode == "optional",
            "security": security.code,
            "permission": permission,
            "permissionCode": permission_code,
            "parameters": fields.codes,
            "check": if is_covered { "Rules" } else { "Schema" },
            "hasRules": has_rules,
            "fields": fields.fields,
            "isEmpty": fields.fields.is_empty() && body.is_none() && accept.is_none(),
            "accept": accept,
            "body": body.as_ref().map(|body| json!({
                "code": body.code, "type": body.kind, "read": body.read, "doc": body.doc, "hasRules": body.has_rules,
            })),
            "forms": body.as_ref().map(|body| body.forms.clone()).unwrap_or_default(),
            "choices": body.as_ref().and_then(|body| body.choice.clone()).into_iter().collect::<Vec<_>>(),
            "responses": responses.variants,
            "hasResponses": !responses.variants.is_empty(),
            "responseChoices": responses.choices,
            "produces": format!("&{:?}", responses.produces),
        });
        self.operations.push((operation.clone(), planned));
    }

    /// Refuses an operation that the server cannot route. Diagnostics that are found from here on are this operation's.
    fn check(&mut self, operation: &Operation) {
        let (requests, at) = (&mut self.requests, &operation.pointer);
        requests.schema(&operation.id, &Value::Bool(true), at);
        if !self.names.insert(operation.id.clone()) {
            requests.refuse(at, "operationId", format!("{:?} is taken", operation.id));
        }
        paths::check(operation, requests, &mut self.shapes);
        if operation.method == "TRACE" {
            requests.refuse(at, "trace", "the method TRACE is not served");
        }
    }

    /// Keeps the JSON Schemas of an operation, and their places in the document.
    fn place(&mut self, operation: &Operation, fields: &Parameters, body: Option<&Body>) {
        let (bodies, places) = body
            .map(|body| (body.schemas.clone(), body.places.clone()))
            .unwrap_or_default();
        self.schemas.insert(
            operation.id.clone(),
            json!({ "parameters": fields.schemas, "bodies": bodies }),
        );
        let parameters = operation.parameters.iter();
        let parameters =
            parameters.map(|(pointer, one)| pointer.clone() + &parameters::schema(one).1);
        let places = Places {
            parameters: parameters.collect(),
            bodies: places,
        };
        self.places.insert(operation.id.clone(), places);
    }
}

/// The enumeration of the media types between which the client chooses.
fn accept(name: &str, responses: &Responses) -> Option<Value> {
    let media = responses.produces.iter().map(|media_type| {
        let words = media_type.replace(['/', '*', '+', '.', '-'], " ");
        json!({ "doc": format!("`{media_type}`"), "name": variant_name(&words) })
    });
    let media: Vec<_> = media.collect();
    (!media.is_empty()).then(|| json!({ "name": format!("{name}Accept"), "media": media }))
}

/// The Rust type and expression of `x-permission`: one permission, or several.
fn permission(operation: &Operation, requests: &mut Requests) -> (Option<String>, String) {
    match &operation.value["x-permission"] {
        Value::Null => (None, String::new()),
        Value::String(one) => (
            Some("Permission".to_owned()),
            format!("Permission({one:?})"),
        ),
        Value::Array(several) if several.iter().all(Value::is_string) => {
            let codes: Vec<_> = several
                .iter()
                .map(|one| format!("Permission({one})"))
                .collect();
            (
                Some(format!("[Permission; {}]", several.len())),
                format!("[{}]", codes.join(", ")),
            )
        }
        _ => {
            requests.refuse(
                &operation.pointer,
                "x-permission",
                "must be a string or a list of strings",
            );
            (None, String::new())
        }
    }
}
