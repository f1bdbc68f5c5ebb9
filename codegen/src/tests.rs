//! Small documents, prepared: what their requests are checked against, and why they are refused.

use serde_json::{Value, json};

use crate::document::Document;
use crate::plan::{Plan, plan};

/// A document with one operation, whose body has this schema, and these components.
fn document(schema: Value, components: Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Test", "version": "1.0.0" },
        "paths": { "/a": { "post": {
            "operationId": "create",
            "requestBody": { "required": true, "content": { "application/json": { "schema": schema } } },
            "responses": { "204": { "description": "Done." } },
        } } },
        "components": { "schemas": components },
    })
}

fn prepare(document: &Value) -> Result<Plan, Vec<String>> {
    let document =
        Document::read(&document.to_string()).map_err(|diagnostic| vec![diagnostic.to_string()])?;
    plan(&document, &[])
        .map_err(|diagnostics| diagnostics.iter().map(ToString::to_string).collect())
}

/// The JSON Schema of the body of the operation.
fn written(schema: Value, components: Value) -> Value {
    let plan = prepare(&document(schema, components)).unwrap();
    plan.schemas["operations"]["create"]["bodies"][0].clone()
}

/// The one diagnostic of a document.
fn diagnostic(document: &Value) -> String {
    let diagnostics = prepare(document).unwrap_err();
    assert_eq!(diagnostics.len(), 1, "{diagnostics:?}");
    diagnostics[0].clone()
}

#[test]
fn a_fault_names_the_operation_the_place_and_the_keyword() {
    let user =
        json!({ "type": "object", "properties": { "a/b": { "type": "integer", "minimun": 1 } } });
    let line = diagnostic(&document(
        json!({ "$ref": "#/components/schemas/User" }),
        json!({ "User": user }),
    ));
    let expected = "create: #/components/schemas/User/properties/a~1b: minimun: is not a keyword that can be enforced";
    assert_eq!(line, expected);
}

#[test]
fn only_the_first_fault_of_a_schema_is_named() {
    let schema = json!({ "type": "string", "minLength": -1, "pattern": "(" });
    assert!(diagnostic(&document(schema, json!({}))).contains(": minLength: "));
}

#[test]
fn a_read_only_member_is_refused_and_not_required() {
    let schema = json!({
        "type": "object",
        "required": ["id", "name"],
        "properties": { "id": { "type": "string", "readOnly": true }, "name": { "type": "string" } },
    });
    let written = written(schema, json!({}));
    assert_eq!(written["required"], json!(["name"]));
    assert_eq!(
        written["properties"],
        json!({ "id": false, "name": { "type": "string" } })
    );
}

#[test]
fn an_integer_has_the_bounds_of_its_type() {
    let of = |schema: Value| written(schema, json!({}));
    let expected = json!({ "type": "integer", "minimum": i64::MIN, "maximum": i64::MAX });
    assert_eq!(of(json!({ "type": "integer" })), expected);
    let expected = json!({ "type": "integer", "minimum": i32::MIN, "maximum": 5 });
    assert_eq!(
        of(json!({ "type": "integer", "format": "int32", "maximum": 5 })),
        expected
    );
    // A bound that the type does not reach is the type's.
    let wide = json!({ "type": "integer", "format": "int8", "minimum": -1000 });
    assert_eq!(
        of(wide),
        json!({ "type": "integer", "minimum": -128, "maximum": 127 })
    );
}

#[test]
fn a_discriminator_selects_what_must_hold() {
    let pet =
        |kind: &str| json!({ "type": "object", "properties": { kind: { "type": "string" } } });
    let schema = json!({
        "oneOf": [{ "$ref": "#/components/schemas/Cat" }, { "$ref": "#/components/schemas/Dog" }],
        "discriminator": { "propertyName": "kind", "mapping": { "meow": "#/components/schemas/Cat" } },
    });
    let written = written(schema, json!({ "Cat": pet("a"), "Dog": pet("b") }));
    let selected = |tag: &str, name: &str| {
        json!({
            "if": { "required": ["kind"], "properties": { "kind": { "const": tag } } },
            "then": { "$ref": format!("#/components/schemas/{name}") },
        })
    };
    let expected = json!({ "allOf": [{
        "type": "object",
        "required": ["kind"],
        "properties": { "kind": { "enum": ["meow", "Dog"] } },
        "allOf": [selected("meow", "Cat"), selected("Dog", "Dog")],
    }] });
    assert_eq!(written, expected);
}

#[test]
fn openapi_3_0_is_upgraded() {
    let schema = json!({
        "type": "object",
        "properties": {
            "name": { "type": "string", "nullable": true, "enum": ["a"] },
            "price": { "type": "number", "minimum": 0, "exclusiveMinimum": true },
        },
    });
    let mut document = document(schema, json!({}));
    document["openapi"] = json!("3.0.3");
    let plan = prepare(&document).unwrap();
    let properties = &plan.schemas["operations"]["create"]["bodies"][0]["properties"];
    let name = json!({ "type": ["string", "null"], "enum": ["a", null] });
    assert_eq!(properties["name"], name);
    assert_eq!(
        properties["price"],
        json!({ "type": "number", "exclusiveMinimum": 0 })
    );
}

#[test]
fn openapi_3_0_is_upgraded_in_members_named_as_keywords_and_in_alternatives() {
    let schema = json!({
        "type": "object",
        "properties": {
            "default": { "type": "string", "nullable": true },
            "choice": { "nullable": true, "oneOf": [{ "type": "string" }, { "type": "integer" }] },
        },
    });
    let mut document = document(schema, json!({}));
    document["openapi"] = json!("3.0.3");
    let plan = prepare(&document).unwrap();
    let properties = &plan.schemas["operations"]["create"]["bodies"][0]["properties"];
    assert_eq!(properties["default"], json!({ "type": ["string", "null"] }));
    assert_eq!(
        properties["choice"]["anyOf"][1],
        json!({ "type": "null" }),
        "{properties}"
    );
}

#[test]
fn a_default_keeps_to_its_schema() {
    let level = json!({ "type": "string", "enum": ["low", "high"] });
    let schema = |default: &str| {
        json!({
            "type": "object",
            "properties": { "level": { "$ref": "#/components/schemas/Level", "default": default } },
        })
    };
    let components = json!({ "Level": level });
    assert!(prepare(&document(schema("low"), components.clone())).is_ok());
    let line = diagnostic(&document(schema("none"), components));
    assert!(
        line.contains("/properties/level: default: \"none\""),
        "{line}"
    );
}

#[test]
fn a_schema_that_is_only_itself_is_refused() {
    let circular = [
        json!({ "A": { "$ref": "#/components/schemas/A" } }),
        json!({ "A": { "allOf": [{ "$ref": "#/components/schemas/A" }] } }),
        json!({ "A": { "anyOf": [{ "type": "null" }, { "$ref": "#/components/schemas/B" }] },
                "B": { "not": { "$ref": "#/components/schemas/A" } } }),
    ];
    for components in circular {
        let diagnostics = prepare(&document(
            json!({ "$ref": "#/components/schemas/A" }),
            components.clone(),
        ));
        let diagnostics = diagnostics.unwrap_err();
        assert!(
            diagnostics[0].contains("leads back to the schema itself"),
            "{components}: {diagnostics:?}"
        );
    }
    let list = json!({ "A": { "type": "array", "items": { "$ref": "#/components/schemas/A" } } });
    assert!(prepare(&document(json!({ "$ref": "#/components/schemas/A" }), list)).is_ok());
}

#[test]
fn the_path_of_the_servers_url_is_before_every_path() {
    let path = |servers: Value| {
        let mut document = document(json!({ "type": "string" }), json!({}));
        document["servers"] = servers;
        let plan = prepare(&document).unwrap();
        plan.openapi["paths"]["/0000"]["post"]["x-rust"]["path"].clone()
    };
    assert_eq!(path(json!([])), "/a");
    assert_eq!(path(json!([{ "url": "/" }])), "/a");
    assert_eq!(path(json!([{ "url": "https://example.com" }])), "/a");
    assert_eq!(
        path(json!([{ "url": "https://example.com/v1/" }, { "url": "/v2" }])),
        "/v1/a"
    );
    let variables = json!([{ "url": "{root}/b", "variables": { "root": { "default": "/x" } } }]);
    assert_eq!(path(variables), "/x/b/a");
}

#[test]
fn a_path_and_its_parameters_agree() {
    let with = |path: &str, names: &[&str]| {
        let mut document = document(json!({ "type": "string" }), json!({}));
        let mut operation = document["paths"]["/a"]["post"].take();
        let parameters = names.iter().map(|name| {
            json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
        });
        operation["parameters"] = parameters.collect();
        document["paths"] = json!({ path: { "post": operation } });
        document
    };
    assert!(prepare(&with("/a/{b}.{c}", &["b", "c"])).is_ok());
    assert!(diagnostic(&with("/a/{b}", &[])).contains("{b} in the path is not declared"));
    assert!(diagnostic(&with("/a", &["b"])).contains("the path does not have {b}"));
}
