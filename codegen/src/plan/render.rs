//! Models as the templates render them.

use serde_json::{Value, json};

use super::literal::default_code;
use crate::models::{Field, Kind, Model, Models, Type};

/// A model as the templates render it.
pub fn model(models: &Models, name: &str, model: &Model) -> Value {
    let (kind, rendered) = match &model.kind {
        Kind::Struct {
            fields,
            additional,
            is_closed,
        } => {
            let rendered = object(
                models,
                name,
                fields,
                additional.as_ref(),
                *is_closed,
                model.has_rules,
            );
            ("struct", rendered)
        }
        Kind::Strings(values) => ("strings", strings(values)),
        Kind::Integers(values) => ("integers", integers(values)),
        Kind::Union {
            variants,
            tag,
            alternatives,
        } => {
            let rendered = union(
                models,
                name,
                variants,
                tag.as_deref(),
                alternatives.is_some(),
            );
            ("union", rendered)
        }
    };
    json!({ "name": name, "doc": model.doc, kind: rendered })
}

fn object(
    models: &Models,
    name: &str,
    fields: &[Field],
    additional: Option<&Type>,
    is_closed: bool,
    has_rules: bool,
) -> Value {
    let fields: Vec<_> = fields
        .iter()
        .map(|field| render_field(models, name, field, has_rules))
        .collect();
    let is_camel = fields.iter().all(|field| field["isCamel"] == true);
    let fields: Vec<_> = fields
        .into_iter()
        .map(|field| finished(field, is_camel, has_rules))
        .collect();
    let is_renamed = is_camel && fields.iter().any(|field| field["isPlain"] != true);
    let serde = [
        has_rules.then_some("remote = \"Self\""),
        is_closed.then_some("deny_unknown_fields"),
        is_renamed.then_some("rename_all = \"camelCase\""),
    ];
    let defaults = fields.iter().map(|field| field["defaultFunction"].clone());
    let defaults: Vec<_> = defaults.filter(Value::is_object).collect();
    json!({
        "fields": fields,
        "additional": additional.map(Type::code),
        "serde": joined(serde),
        "hasRules": has_rules,
        "defaults": defaults,
    })
}

fn strings(values: &[(String, String)]) -> Value {
    let values = values.iter().map(|(variant, value)| {
        json!({
            "name": variant,
            "text": format!("{value:?}"),
            "rename": (variant != value).then(|| format!("{value:?}")),
            "doc": format!("`{}`", value.escape_debug().to_string().replace('`', "'")),
        })
    });
    json!({ "values": values.collect::<Vec<_>>() })
}

fn integers(values: &[(String, i64)]) -> Value {
    let values = values
        .iter()
        .map(|(variant, value)| json!({ "name": variant, "value": value }));
    json!({ "values": values.collect::<Vec<_>>() })
}

fn union(
    models: &Models,
    name: &str,
    variants: &[(String, Type, Vec<String>)],
    tag: Option<&str>,
    is_read: bool,
) -> Value {
    let rendered = variants
        .iter()
        .enumerate()
        .map(|(index, (variant, kind, values))| {
            let code = match models.is_recursive(name, kind) {
                true => format!("Box<{}>", kind.code()),
                false => kind.code(),
            };
            let values: Vec<_> = values.iter().map(|value| format!("{value:?}")).collect();
            json!({
                "index": index,
                "name": variant,
                "type": code,
                "values": values.join(" | "),
                "hasValues": !values.is_empty(),
            })
        });
    json!({
        "variants": rendered.collect::<Vec<_>>(),
        "count": variants.len(),
        "tag": tag.map(|tag| format!("{tag:?}")),
        "isUntagged": tag.is_none() && is_read,
        "isSent": tag.is_none() && !is_read,
    })
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

/// The field with its serde attributes. `is_camel` says whether the struct renames all fields to camel case.
fn finished(mut field: Value, is_camel: bool, has_rules: bool) -> Value {
    let is = |flag: &str| field[flag] == true;
    let is_renamed = !is_camel && !is("isPlain");
    // Without help, serde reads null as an absent member. Only a member that may be null may be read so.
    let is_exact = is("isOptional") && (is("isTriState") || has_rules);
    let rename =
        is_renamed.then(|| format!("rename = {}", field["json"].as_str().unwrap_or_default()));
    let default = field["defaultFunction"]["name"]
        .as_str()
        .map(|name| format!("default = {name:?}"));
    let attributes = [
        rename,
        default,
        // Without help, serde reads an absent member that may be null as null.
        (is("isRequiredNullable")).then(|| "deserialize_with = \"Option::deserialize\"".to_owned()),
        is_exact.then(|| "default, with = \"orgd_runtime::optional\"".to_owned()),
        is("isOptional").then(|| "skip_serializing_if = \"Option::is_none\"".to_owned()),
        is("isWriteOnly").then(|| "skip_serializing".to_owned()),
    ];
    field["serde"] = joined(attributes);
    field
}

/// The attributes, separated by commas; null if there is none.
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
