//! Everything that the templates render, as extensions of a document without schemas: the generator groups the
//! operations by tag and lays out the files.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::bodies::body;
use crate::check::{self, Places};
use crate::circle;
use crate::document::{Document, Operation};
use crate::fault::{self, Fault};
use crate::models::{self, Field, Kind, Model, Models, Type};
use crate::names::{Unique, field_name, tag_name, type_name};
use crate::parameters;
use crate::paths;
use crate::request::Requests;
use crate::responses::responses;
use crate::rules;
use crate::security::security;
use crate::usage::{self, Usages};

/// What the generator is given.
#[derive(Debug)]
pub struct Plan {
    /// The document for the generator.
    pub openapi: Value,
    /// The JSON Schemas of requests.
    pub schemas: Value,
    /// The tags in order, and what the generated crate needs.
    pub properties: BTreeMap<String, String>,
}

/// Plans the code of a document. `formats` are those that the product checks itself.
///
/// # Errors
/// Everything in the document that the generated server could not keep to.
pub fn plan(document: &Document, formats: &[String]) -> Result<Plan, Vec<Fault>> {
    let operations = document.operations().map_err(|fault| vec![fault])?;
    let usages = usages(document, &operations);
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
    let unions = planner.unions();
    let Planner {
        requests,
        models,
        schemas,
        operations,
        places,
        ..
    } = planner;
    let components: Map<_, _> = requests.components.clone().into_iter().collect();
    let messages: Map<_, _> = requests.messages.into_iter().collect();
    let schemas = json!({
        "operations": schemas, "unions": unions, "messages": messages, "components": { "schemas": components },
    });
    let mut faults: Vec<_> = requests.faults.into_iter().collect();
    let circular = circle::faults(document, &requests.components);
    // A schema with a fault, or one that leads in a circle, cannot be compiled.
    if faults.is_empty() && circular.is_empty() {
        let defaults = &requests.defaults;
        faults.extend(check::schemas(&schemas, defaults, formats, &places));
    }
    faults.extend(circular);
    if !faults.is_empty() {
        return Err(fault::first_of_each_kind(faults));
    }
    let openapi = openapi(document, &operations, &models);
    let properties = properties(&openapi);
    Ok(Plan {
        openapi,
        schemas,
        properties,
    })
}

/// Where every schema is used.
fn usages(document: &Document, operations: &[Operation]) -> Usages {
    let mut usages = Usages::default();
    for operation in operations {
        let by_rules = if covered(document, operation) {
            usage::RULES
        } else {
            0
        };
        let at = format!("{}/requestBody", operation.pointer);
        if let Ok((body, at)) = document.resolve(&operation.value["requestBody"], &at) {
            for (range, media) in body["content"].as_object().into_iter().flatten() {
                let is_patch = operation.method == "PATCH" || range.contains("merge-patch");
                let patch = if is_patch { usage::PATCH } else { 0 };
                let at = format!("{at}/content/{}/schema", crate::document::escape(range));
                usages.mark(
                    document,
                    &media["schema"],
                    &at,
                    usage::REQUEST | patch | by_rules,
                );
            }
        }
        for (pointer, parameter) in &operation.parameters {
            let (schema, at) = parameters::schema(parameter);
            usages.mark(document, &schema, &format!("{pointer}{at}"), usage::REQUEST);
        }
        for (status, response) in operation.value["responses"]
            .as_object()
            .into_iter()
            .flatten()
        {
            let at = format!("{}/responses/{status}", operation.pointer);
            if let Ok((response, at)) = document.resolve(response, &at) {
                for (range, media) in response["content"].as_object().into_iter().flatten() {
                    let at = format!("{at}/content/{}/schema", crate::document::escape(range));
                    usages.mark(document, &media["schema"], &at, usage::RESPONSE);
                }
            }
        }
    }
    usages
}

/// Whether types and `validator` rules check all that the document says of an operation's requests.
fn covered(document: &Document, operation: &Operation) -> bool {
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
            let at = format!("{at}/content/{}/schema", crate::document::escape(range));
            is_json(range) && rules::cover_body(document, &media["schema"], &at)
        })
}

struct Planner<'d> {
    document: &'d Document,
    requests: Requests<'d>,
    models: Models<'d>,
    schemas: Map<String, Value>,
    operations: Vec<(Operation, Value)>,
    names: BTreeSet<String>,
    methods: Unique,
    places: BTreeMap<String, Places>,
    shapes: paths::Shapes,
}

impl Planner<'_> {
    fn operation(&mut self, operation: &Operation) {
        let method = self.methods.claim(field_name(&operation.id));
        // Faults that are found from here on are this operation's.
        self.requests
            .schema(&operation.id, &Value::Bool(true), &operation.pointer);
        if !self.names.insert(operation.id.clone()) {
            self.requests.refuse(
                &operation.pointer,
                "operationId",
                format!("{:?} is taken", operation.id),
            );
        }
        paths::check(operation, &mut self.requests, &mut self.shapes);
        if operation.method == "TRACE" {
            self.requests.refuse(
                &operation.pointer,
                "trace",
                "the method TRACE is not served",
            );
        }
        let is_covered = covered(self.document, operation);
        let security = security(self.document, operation, &mut self.requests);
        let (fields, codes, mut written) = self.parameters(operation, is_covered);
        let name = type_name(method.trim_start_matches("r#"));
        let body = body(
            self.document,
            operation,
            &name,
            &mut self.requests,
            &mut self.models,
            is_covered,
        );
        let responses = responses(
            self.document,
            operation,
            &name,
            &mut self.requests,
            &mut self.models,
        );
        let parameter_schemas = std::mem::take(&mut written);
        let body_schemas = body
            .as_ref()
            .map(|body| body.schemas.clone())
            .unwrap_or_default();
        self.schemas.insert(
            operation.id.clone(),
            json!({ "parameters": parameter_schemas, "bodies": body_schemas }),
        );
        let parameters = operation.parameters.iter();
        let parameters =
            parameters.map(|(pointer, one)| pointer.clone() + &parameters::schema(one).1);
        let places = Places {
            parameters: parameters.collect(),
            bodies: body
                .as_ref()
                .map(|body| body.places.clone())
                .unwrap_or_default(),
        };
        self.places.insert(operation.id.clone(), places);
        let (permission, permission_code) = permission(operation, &mut self.requests);
        let has_rules = is_covered
            && (fields.iter().any(|field| field["rules"] != json!([])) || body.is_some());
        let summary = operation.value["summary"].as_str().unwrap_or(&operation.id);
        let accepts = !responses.produces.is_empty();
        let media = responses.produces.iter().map(|media_type| {
            json!({ "doc": format!("`{media_type}`"), "name": crate::names::variant_name(&media_type.replace(['/', '*', '+', '.', '-'], " ")) })
        });
        let media: Vec<_> = media.collect();
        let planned = json!({
            "id": operation.id,
            "method": method,
            "name": name,
            "http": operation.method,
            "path": operation.path,
            "summary": models::paragraph(summary).join(" ").trim_end_matches('.'),
            "mode": security.mode,
            "isOpen": security.mode == "open",
            "isSecured": security.mode == "secured",
            "isOptional": security.mode == "optional",
            "security": security.code,
            "permission": permission,
            "permissionCode": permission_code,
            "parameters": codes,
            "check": if is_covered { "Rules" } else { "Schema" },
            "hasRules": has_rules,
            "fields": fields,
            "isEmpty": fields.is_empty() && body.is_none() && !accepts,
            "accept": accepts.then(|| json!({ "name": format!("{name}Accept"), "media": media })),
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

    /// The fields of the request, the Rust expressions of the parameters, and their JSON Schemas.
    fn parameters(
        &mut self,
        operation: &Operation,
        is_covered: bool,
    ) -> (Vec<Value>, Vec<String>, Vec<Value>) {
        let mut names = Unique::default();
        // The names that the request has anyway.
        names.claim("body".to_owned());
        names.claim("accept".to_owned());
        let (mut fields, mut codes, mut schemas) = (Vec::new(), Vec::new(), Vec::new());
        for (index, (pointer, parameter)) in operation.parameters.iter().enumerate() {
            parameters::check(&mut self.requests, parameter, pointer);
            codes.push(parameters::parameter(
                self.document,
                &mut self.requests,
                parameter,
                pointer,
            ));
            let (schema, at) = parameters::schema(parameter);
            let at = format!("{pointer}{at}");
            schemas.push(self.requests.schema(&operation.id, &schema, &at));
            let json = parameter["name"].as_str().unwrap_or_default();
            let kind = self
                .models
                .of(&schema, &at, &format!("{} {json}", operation.id));
            let (target, _) = match self.document.resolve(&schema, &at) {
                Ok(resolved) => resolved,
                Err(_) => continue,
            };
            let default = schema.get("default").or(target.get("default"));
            let is_required = parameter["required"] == true;
            let code = kind.code();
            let (code, read) = match (is_required, default) {
                (true, _) => (code, format!("input.required({index})?")),
                (false, Some(default)) => {
                    let default = match literal(default, &code) {
                        Some(literal) => format!("unwrap_or({literal})"),
                        None => format!("unwrap_or_else(|| {})", default_code(default, &code)),
                    };
                    let read = format!("input.optional({index})?.{default}");
                    (code, read)
                }
                (false, None) if code.starts_with("Option<") => {
                    (code, format!("input.optional({index})?.flatten()"))
                }
                (false, None) => (
                    format!("Option<{code}>"),
                    format!("input.optional({index})?"),
                ),
            };
            fields.push(json!({
                "doc": models::doc_of(parameter),
                "name": names.claim(field_name(json)),
                "type": code,
                "read": read,
                "rules": if is_covered { models::rules(target) } else { Vec::new() },
            }));
        }
        (fields, codes, schemas)
    }

    /// Models of the bodies of webhooks and callbacks, which the server sends.
    fn announcements(&mut self) {
        let webhooks = self.document.0["webhooks"]
            .as_object()
            .into_iter()
            .flatten();
        let webhooks = webhooks.map(|(name, item)| {
            (
                name.clone(),
                format!("/webhooks/{}", crate::document::escape(name)),
                item.clone(),
            )
        });
        let mut items: Vec<_> = webhooks.collect();
        for (operation, _) in &self.operations {
            for (name, callback) in operation.value["callbacks"]
                .as_object()
                .into_iter()
                .flatten()
            {
                let at = format!(
                    "{}/callbacks/{}",
                    operation.pointer,
                    crate::document::escape(name)
                );
                let Ok((callback, at)) = self.document.resolve(callback, &at) else {
                    continue;
                };
                for (expression, item) in callback.as_object().into_iter().flatten() {
                    items.push((
                        name.clone(),
                        format!("{at}/{}", crate::document::escape(expression)),
                        item.clone(),
                    ));
                }
            }
        }
        for (name, at, item) in items {
            for (method, operation) in item.as_object().into_iter().flatten() {
                let at = format!("{at}/{method}/requestBody");
                let Ok((body, at)) = self.document.resolve(&operation["requestBody"], &at) else {
                    continue;
                };
                for (range, media) in body["content"].as_object().into_iter().flatten() {
                    let at = format!("{at}/content/{}/schema", crate::document::escape(range));
                    self.models.of(&media["schema"], &at, &name);
                }
            }
        }
    }

    /// The JSON Schemas of alternatives that are told apart by what they keep to.
    fn unions(&mut self) -> Map<String, Value> {
        let mut unions = Map::new();
        for (name, model) in self.models.models.clone() {
            if let Kind::Union {
                alternatives: Some(alternatives),
                ..
            } = model.kind
            {
                let schemas = alternatives.iter().map(|(schema, at)| {
                    let component = crate::discriminator::component(schema);
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

/// The Rust expression of a value of that type.
fn default_code(default: &Value, kind: &str) -> String {
    let parsed = || format!("default_value({:?})", default.to_string());
    literal(default, kind).unwrap_or_else(parsed)
}

/// The Rust literal of a value of that type, where there is one.
fn literal(value: &Value, kind: &str) -> Option<String> {
    match kind {
        "bool" => value.as_bool().map(|value| value.to_string()),
        "f32" | "f64" => value.as_f64().map(|value| format!("{value:?}")),
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" => {
            let is_whole = value.is_i64() || value.is_u64();
            is_whole.then(|| value.to_string())
        }
        _ => None,
    }
}

/// The document for the generator: operations and names, with everything else in `x-rust`.
fn openapi(document: &Document, operations: &[(Operation, Value)], models: &Models) -> Value {
    let mut paths = Map::new();
    let mut tags = BTreeSet::new();
    for (index, (operation, planned)) in operations.iter().enumerate() {
        let tag = tag_name(operation.value["tags"][0].as_str().unwrap_or("Default"));
        tags.insert(tag.clone());
        // A path a operation: the generator must not sort or merge them.
        paths.insert(
            format!("/{index:04}"),
            json!({ operation.method.to_lowercase(): {
                "operationId": format!("operation{index:04}"),
                "tags": [tag],
                "x-rust": planned,
                "responses": { "default": { "description": "" } },
            } }),
        );
    }
    let schemas = models.models.iter().map(|(name, model)| {
        let member = json!({ "member": { "type": "string" } });
        (name.clone(), json!({ "type": "object", "properties": member, "x-rust": render(models, name, model) }))
    });
    let schemas: Map<_, _> = schemas.collect();
    json!({
        "openapi": "3.1.0",
        "info": document.0["info"],
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

/// A model as the templates render it.
fn render(models: &Models, name: &str, model: &Model) -> Value {
    match &model.kind {
        Kind::Struct {
            fields,
            additional,
            is_closed,
        } => {
            let fields: Vec<_> = fields
                .iter()
                .map(|field| render_field(models, name, field, model.has_rules))
                .collect();
            let is_camel = fields.iter().all(|field| field["isCamel"] == true);
            let fields: Vec<_> = fields
                .into_iter()
                .map(|field| finished(field, is_camel, model.has_rules))
                .collect();
            let serde = [
                model.has_rules.then_some("remote = \"Self\""),
                is_closed.then_some("deny_unknown_fields"),
                (is_camel && fields.iter().any(|field| field["isPlain"] != true))
                    .then_some("rename_all = \"camelCase\""),
            ];
            json!({ "name": name, "doc": model.doc, "struct": {
                "fields": fields,
                "additional": additional.as_ref().map(Type::code),
                "serde": joined(serde),
                "hasRules": model.has_rules,
                "defaults": fields.iter().filter(|field| field["defaultFunction"].is_object()).map(|field| field["defaultFunction"].clone()).collect::<Vec<_>>(),
            } })
        }
        Kind::Strings(values) => {
            let values = values.iter().map(|(variant, value)| {
                json!({
                    "name": variant,
                    "rename": (variant != value).then(|| format!("{value:?}")),
                    "doc": format!("`{}`", value.escape_debug().to_string().replace('`', "'")),
                })
            });
            json!({ "name": name, "doc": model.doc, "strings": { "values": values.collect::<Vec<_>>() } })
        }
        Kind::Integers(values) => {
            let values = values
                .iter()
                .map(|(variant, value)| json!({ "name": variant, "value": value }));
            json!({ "name": name, "doc": model.doc, "integers": { "values": values.collect::<Vec<_>>() } })
        }
        Kind::Union {
            variants,
            tag,
            alternatives,
        } => {
            let count = variants.len();
            let variants = variants.iter().enumerate().map(|(index, (variant, kind, values))| {
                let is_boxed = models.is_recursive(name, kind);
                let code = if is_boxed { format!("Box<{}>", kind.code()) } else { kind.code() };
                let values: Vec<_> = values.iter().map(|value| format!("{value:?}")).collect();
                json!({ "index": index, "name": variant, "type": code, "values": values.join(" | "), "hasValues": !values.is_empty() })
            });
            let is_untagged = tag.is_none() && alternatives.is_some();
            json!({ "name": name, "doc": model.doc, "union": {
                "variants": variants.collect::<Vec<_>>(),
                "count": count,
                "tag": tag.as_ref().map(|tag| format!("{tag:?}")),
                "isUntagged": is_untagged,
                "isSent": tag.is_none() && alternatives.is_none(),
            } })
        }
    }
}

fn render_field(models: &Models, owner: &str, field: &Field, has_rules: bool) -> Value {
    let kind = match models.is_recursive(owner, &field.kind) {
        true => match &field.kind {
            Type::Nullable(inner) => format!("Option<Box<{}>>", inner.code()),
            kind => format!("Box<{}>", kind.code()),
        },
        false => field.kind.code(),
    };
    let is_optional = !field.is_required && field.default.is_none();
    let is_camel = camel(&field.name) == field.json;
    let function = format!("default_{}", field.name.trim_start_matches("r#"));
    json!({
        "doc": field.doc,
        "name": field.name,
        "json": format!("{:?}", field.json),
        "isCamel": is_camel,
        "isPlain": field.name == field.json,
        "isOptional": is_optional,
        "isTriState": is_optional && matches!(field.kind, Type::Nullable(_)),
        "isRequiredNullable": field.is_required && has_rules && matches!(field.kind, Type::Nullable(_)),
        "isWriteOnly": field.is_write_only,
        "type": if is_optional { format!("Option<{kind}>") } else { kind.clone() },
        "rules": field.rules,
        "defaultFunction": field.default.as_ref().map(|json| json!({
            "name": function, "type": kind, "code": default_code(json, &kind),
        })),
    })
}

/// The field with its serde attribute, in a struct whose names are all in camel case or not.
fn finished(mut field: Value, is_camel: bool, has_rules: bool) -> Value {
    let is = |flag: &str| field[flag] == true;
    let is_renamed = !is_camel && !is("isPlain");
    // serde takes null for an absent member by itself; only a member that may be null may take it for null.
    let is_exact = is("isOptional") && (is("isTriState") || has_rules);
    let rename =
        is_renamed.then(|| format!("rename = {}", field["json"].as_str().unwrap_or_default()));
    let default = field["defaultFunction"]["name"]
        .as_str()
        .map(|name| format!("default = {name:?}"));
    let attributes = [
        rename,
        default,
        // serde takes an absent member that may be null for null.
        (is("isRequiredNullable")).then(|| "deserialize_with = \"Option::deserialize\"".to_owned()),
        is_exact.then(|| "default, with = \"orgd_runtime::optional\"".to_owned()),
        is("isOptional").then(|| "skip_serializing_if = \"Option::is_none\"".to_owned()),
        is("isWriteOnly").then(|| "skip_serializing".to_owned()),
    ];
    field["serde"] = joined(attributes);
    field
}

/// The attributes that there are, separated by commas.
fn joined<const N: usize>(attributes: [Option<impl Into<String>>; N]) -> Value {
    let attributes: Vec<String> = attributes.into_iter().flatten().map(Into::into).collect();
    if attributes.is_empty() {
        Value::Null
    } else {
        Value::from(attributes.join(", "))
    }
}

/// What serde's `rename_all = "camelCase"` makes of a field's name.
fn camel(name: &str) -> String {
    let mut words = name.trim_start_matches("r#").split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |camel, word| {
        let mut characters = word.chars();
        let initial = characters
            .next()
            .map(|initial| initial.to_ascii_uppercase());
        camel + &initial.into_iter().chain(characters).collect::<String>()
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
