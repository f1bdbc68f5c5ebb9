//! The generated models and the contract's schemas agree on what to accept: what one refuses and the
//! other does not would be answered either by a 400 that names nothing, or not at all.

use std::cell::Cell;
use std::collections::BTreeSet;

use orgd_api::models;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde::de::DeserializeOwned;
use serde_json::json;
use validator::Validate;

use super::*;
use crate::domain::organization::slug;

/// A request's body as JSON text, because a value cannot have a member twice.
type Text = BoxedStrategy<String>;

/// Whether the model of an operation's body accepts it.
type Accepts = fn(&str) -> bool;

const OPERATIONS: [(&str, Accepts); 4] = [
    (
        "public_create_organization",
        accepts::<models::PublicOrganizationCreate>,
    ),
    (
        "public_update_organization",
        accepts::<models::PublicOrganizationUpdate>,
    ),
    (
        "v1_create_organization",
        accepts::<models::V1OrganizationCreate>,
    ),
    (
        "v1_update_organization",
        accepts::<models::V1OrganizationUpdate>,
    ),
];

fn accepts<M: DeserializeOwned + Validate>(body: &str) -> bool {
    let model = serde_json::from_str::<M>(body);
    model.is_ok_and(|model| model.validate().is_ok())
}

fn document() -> Value {
    serde_json::from_str(contract::JSON).unwrap()
}

/// The schemas of the bodies that operations take, by `operationId`.
fn bodies(document: &Value) -> Vec<(String, Value)> {
    let paths = document["paths"].as_object().unwrap().values();
    let operations = paths.flat_map(|methods| methods.as_object().unwrap().values());
    let bodies = operations.filter(|operation| operation["requestBody"].is_object());
    bodies
        .map(|operation| {
            let id = operation["operationId"].as_str().unwrap().to_owned();
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            (id, schema.clone())
        })
        .collect()
}

/// What the contract has against a body, beside what origins, names and slugs mean: that is the domain's.
fn faults(operation: &str, body: &str) -> Vec<Violation> {
    let schemas = contract::request_schemas(operation).unwrap();
    let mut faults = of_body(
        schemas,
        &Bytes::copy_from_slice(body.as_bytes()),
        PlainHttp::Local,
    );
    faults.retain(|fault| {
        let is_origin = fault.pointer.starts_with("/embedAllowedOrigins/");
        match fault.code.as_str() {
            "display-name" | "not" | "embed-origin" => false,
            "pattern" => !is_origin,
            _ => true,
        }
    });
    faults
}

/// Bodies that mostly keep to the schema, and break it in every way now and then.
fn text(document: &Value, schema: &Value) -> Text {
    let schema = match schema["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap(),
        None => schema,
    };
    let types = match &schema["type"] {
        Value::Array(types) => types.clone(),
        one => vec![one.clone()],
    };
    let fitting = match types[0].as_str().unwrap() {
        "object" => object(document, schema),
        "array" => array(document, schema),
        "string" => string(schema),
        "boolean" => any::<bool>().prop_map(|value| value.to_string()).boxed(),
        other => panic!("no {other} was in a request so far"),
    };
    let null = Just("null".to_owned());
    let nulls = if types.contains(&json!("null")) { 4 } else { 1 };
    prop_oneof![28 => fitting, nulls => null, 1 => anything()].boxed()
}

fn anything() -> Text {
    let texts = [
        "true", "0", "-1", "1.5", "1e3", r#""""#, r#""x""#, "[]", "{}",
    ];
    let texts = texts
        .into_iter()
        .chain(["[null]", "[{}]", r#"["x"]"#, r#"{"x": 1}"#]);
    prop::sample::select(texts.map(str::to_owned).collect::<Vec<_>>()).boxed()
}

/// Each member absent, present or, seldom, there twice, in any order; seldom an unknown one as well.
fn object(document: &Value, schema: &Value) -> Text {
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let properties = schema["properties"].as_object().unwrap().iter();
    let members = properties.map(|(name, schema)| {
        let absent = if required.contains(&json!(name)) {
            1
        } else {
            40
        };
        let times = prop_oneof![absent => Just(0_usize), 40 => Just(1), 1 => Just(2)];
        let member = (name_text(name), text(document, schema));
        let member = member.prop_map(|(name, value)| format!("{name}:{value}"));
        times
            .prop_flat_map(move |times| vec(member.clone(), times))
            .boxed()
    });
    let unknown = (r#""(unknown|nmae|)""#, anything());
    let unknown = unknown.prop_map(|(name, value)| format!("{name}:{value}"));
    let unknown = prop_oneof![40 => Just(0_usize), 1 => Just(1)]
        .prop_flat_map(move |times| vec(unknown.clone(), times));
    let members: Vec<_> = members.chain([unknown.boxed()]).collect();
    members
        .prop_map(|members| members.concat())
        .prop_shuffle()
        .prop_map(|members| format!("{{{}}}", members.join(",")))
        .boxed()
}

/// A name as it is, or the same name written in another way.
fn name_text(name: &str) -> Text {
    let (first, rest) = name.split_at(1);
    let escaped = format!("\"\\u{:04x}{rest}\"", first.as_bytes()[0]);
    prop_oneof![9 => Just(format!("\"{name}\"")), 1 => Just(escaped)].boxed()
}

fn array(document: &Value, schema: &Value) -> Text {
    let most = usize::try_from(schema["maxItems"].as_u64().unwrap()).unwrap();
    let item = text(document, &schema["items"]);
    let counts = prop_oneof![20 => 0..4_usize, 1 => most - 1..most + 2];
    counts
        .prop_flat_map(move |count| vec(item.clone(), count))
        .prop_map(|items| format!("[{}]", items.join(",")))
        .boxed()
}

fn string(schema: &Value) -> Text {
    let bound = |name: &str| schema[name].as_u64().map(|bound| bound as usize);
    let (least, most) = (bound("minLength").unwrap_or(0), bound("maxLength").unwrap());
    let near = |bound: usize| bound.saturating_sub(1)..bound + 2;
    let lengths = prop_oneof![8 => least..least + 20, 2 => near(least), 2 => near(most)];
    let long = (lengths, "[ae\u{e9}\u{4e2d}\u{1f600}]");
    let long = long.prop_map(|(length, character)| character.repeat(length));
    let odd = "[a-z0-9\\-<>\"'\\\\/\u{0}\u{7f}\u{2028}\n ]{0,12}";
    let format = match schema["format"].as_str() {
        Some("email") => email(most),
        Some("uri") => uri(most),
        Some("display-name") => "[a-zA-Z\u{e9}\u{4e2d}\u{202e}\u{200b} ]{0,12}".boxed(),
        Some("embed-origin") => "https?://(\\*\\.)?[a-z]{1,8}(\\.[a-z]{2,3}){0,2}/?".boxed(),
        Some(other) => panic!("no {other} was in a request so far"),
        None => "[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}".boxed(),
    };
    prop_oneof![6 => format, 3 => long, 1 => odd]
        .prop_map(|value| Value::from(value).to_string())
        .boxed()
}

fn email(most: usize) -> Text {
    let long = (most - 20..most + 2).prop_map(|length| {
        let domain = format!("{}.", "a".repeat(60)).repeat(3);
        format!(
            "{}@{domain}example",
            "a".repeat(length.saturating_sub(191).max(1))
        )
    });
    prop_oneof![
        6 => "[a-z]{1,8}@[a-z]{1,8}\\.[a-z]{2,3}",
        2 => "[a-z.]{1,5}@([a-z]{1,3}\\.?){1,2}",
        2 => "[a-z.+@\" \u{e9}]{0,6}@?[a-z0-9\u{e9}.\\-_\\[\\]]{0,8}",
        1 => long,
    ]
    .boxed()
}

fn uri(most: usize) -> Text {
    let long = (most - 3..most + 2)
        .prop_map(|length| format!("https://example.com/{}", "a".repeat(length - 20)));
    prop_oneof![
        6 => "https://[a-z]{1,8}\\.example/[a-z]{0,8}",
        2 => "[Hh]ttps?:/{1,3}([a-z]{1,3}|\\[::1\\]|[a-z.@_\\-]{0,5})(:[0-9]{0,6})?[/?#]?[a-z@:]{0,3}",
        2 => "([a-z][a-z0-9+.\\-]{0,3}:)?(//)?[a-z0-9:@.\\[\\]%]{0,8}[/?#a-z0-9% \u{e9}<>\\^]{0,6}",
        1 => long,
    ]
    .boxed()
}

#[test]
fn every_operation_with_a_body_is_covered() {
    let bodies = bodies(&document());
    let declared: BTreeSet<_> = bodies.iter().map(|(id, _)| id.as_str()).collect();
    let covered: BTreeSet<_> = OPERATIONS.iter().map(|(id, _)| *id).collect();
    assert_eq!(covered, declared);
}

#[test]
fn models_and_schemas_accept_the_same_bodies() {
    let document = document();
    for (operation, schema) in bodies(&document) {
        let (_, accepts) = OPERATIONS.iter().find(|(id, _)| *id == operation).unwrap();
        let accepted = Cell::new(0);
        let mut runner = TestRunner::new(Config::with_cases(1000));
        let run = runner.run(&text(&document, &schema), |body| {
            let faults = faults(&operation, &body);
            let is_accepted = accepts(&body);
            prop_assert_eq!(is_accepted, faults.is_empty(), "{}: {:?}", body, faults);
            accepted.set(accepted.get() + usize::from(is_accepted));
            Ok(())
        });
        run.unwrap_or_else(|error| panic!("{operation}: {error}"));
        let accepted = accepted.get();
        assert!(
            (100..900).contains(&accepted),
            "{operation}: {accepted} accepted"
        );
    }
}

/// What the domain takes for an origin, the contract does, too: the pattern refuses nothing of it.
#[test]
fn schemas_accept_the_origins_that_the_domain_accepts() {
    let document = document();
    let items = &document["components"]["schemas"]["PublicEmbedAllowedOrigins"]["items"];
    let origins = string(items).prop_map(|text| serde_json::from_str::<String>(&text).unwrap());
    let mut runner = TestRunner::new(Config::with_cases(1000));
    let run = runner.run(&origins, |origin| {
        let body = json!({ "embedAllowedOrigins": [origin] }).to_string();
        let schemas = contract::request_schemas("public_update_organization").unwrap();
        let faults = of_body(schemas, &Bytes::from(body), PlainHttp::Local);
        prop_assert_eq!(
            faults.is_empty(),
            origin::normalise(&origin, PlainHttp::Local).is_ok(),
            "{}",
            origin
        );
        Ok(())
    });
    run.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn the_contract_has_the_patterns_that_have_words() {
    for (pattern, _) in PATTERNS {
        let pattern = Value::from(pattern).to_string();
        assert!(
            contract::JSON.contains(&format!("\"pattern\":{pattern}")),
            "{pattern}"
        );
    }
}

/// A name that the models take is a fault of the contract where the domain refuses it.
#[test]
fn schemas_accept_the_names_and_slugs_that_the_domain_accepts() {
    let names = prop_oneof![
        "[a-z\u{0}-\u{20}\u{7f}-\u{a0}\u{200b}-\u{202f}\u{2066}]{1,4}",
        any::<String>()
    ];
    let slugs = prop_oneof![
        "[a-z]{3,6}",
        Just("admin".to_owned()),
        Just("null".to_owned())
    ];
    let mut runner = TestRunner::new(Config::with_cases(1000));
    let run = runner.run(&(names, slugs), |(name, slug)| {
        prop_assume!((1..=100).contains(&name.chars().count()));
        let body = json!({ "name": name, "slug": slug }).to_string();
        let schemas = contract::request_schemas("v1_create_organization").unwrap();
        let faults = named_once(of_body(schemas, &Bytes::from(body), PlainHttp::Local));
        let codes: Vec<_> = faults.iter().map(|fault| fault.code.as_str()).collect();
        let name = name::check(&name).is_err().then_some(DISPLAY_NAME);
        let slug = slug::is_reserved(&slug).then_some("not");
        let expected: Vec<_> = name.into_iter().chain(slug).collect();
        prop_assert_eq!(codes, expected);
        Ok(())
    });
    run.unwrap_or_else(|error| panic!("{error}"));
}
