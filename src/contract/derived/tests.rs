use super::*;

fn document() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "orgd",
            "summary": "Two APIs.",
            "license": { "name": "MIT", "identifier": "MIT" },
        },
        "tags": [
            { "name": "one", "description": "The first." },
            { "name": "two", "description": "The second." },
        ],
        "paths": {
            "/api/public/one": {
                "get": {
                    "operationId": "get_one",
                    "tags": ["one"],
                    "responses": {
                        "200": {
                            "content": { "application/json": {
                                "schema": { "$ref": "#/components/schemas/A" },
                                "examples": { "a": { "$ref": "#/components/examples/A" } },
                            } },
                            "links": {
                                "same": { "$ref": "#/components/links/ToOne" },
                                "other": { "$ref": "#/components/links/ToTwo" },
                            },
                        },
                    },
                },
                "put": { "operationId": "put_one", "tags": ["one"] },
            },
            "/api/v1/two": {
                "get": {
                    "operationId": "get_two",
                    "tags": ["two"],
                    "responses": { "404": { "$ref": "#/components/responses/Missing" } },
                },
            },
        },
        "components": {
            "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer" } },
            "schemas": {
                "A": { "type": "object", "properties": { "b": { "$ref": "#/components/schemas/B" } } },
                "B": { "type": "array", "items": { "$ref": "#/components/schemas/A" } },
                "C": { "type": "string" },
            },
            "examples": { "A": { "value": { "b": [] } } },
            "links": {
                "ToOne": { "operationId": "get_one" },
                "ToTwo": { "operationId": "get_two" },
            },
            "responses": {
                "Missing": { "content": { "text/plain": {
                    "schema": { "$ref": "#/components/schemas/C" },
                } } },
            },
        },
    })
}

fn names(object: &Value) -> Vec<&str> {
    object
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn a_surface_has_its_own_operations_and_what_they_refer_to() {
    let one = of_surface(&document(), Surface::Public);
    assert_eq!(one["info"]["title"], "orgd public");
    assert_eq!(one["info"]["summary"], Surface::Public.summary());
    assert_eq!(one["tags"], json!([document()["tags"][0]]));
    assert_eq!(names(&one["paths"]), ["/api/public/one"]);
    assert_eq!(names(&one["paths"]["/api/public/one"]), ["get", "put"]);
    let components = &one["components"];
    assert_eq!(
        names(components),
        ["examples", "links", "schemas", "securitySchemes"]
    );
    assert_eq!(names(&components["schemas"]), ["A", "B"]);
    assert_eq!(names(&components["links"]), ["ToOne"]);
    let response = &one["paths"]["/api/public/one"]["get"]["responses"]["200"];
    assert_eq!(names(&response["links"]), ["same"]);

    let two = of_surface(&document(), Surface::V1);
    assert_eq!(two["tags"], json!([document()["tags"][1]]));
    assert_eq!(names(&two["paths"]), ["/api/v1/two"]);
    assert_eq!(
        names(&two["components"]),
        ["responses", "schemas", "securitySchemes"]
    );
    assert_eq!(names(&two["components"]["schemas"]), ["C"]);
}

#[test]
fn openapi_3_0_lacks_what_3_1_has_added() {
    let old = in_3_0(&document());
    assert_eq!(old["openapi"], "3.0.3");
    assert_eq!(
        old["info"],
        json!({ "title": "orgd", "license": { "name": "MIT" } })
    );
    assert_eq!(old["paths"], document()["paths"]);
}

#[test]
fn schemas_are_said_in_the_words_of_3_0() {
    for (new, old) in [
        (
            json!({ "type": ["string", "null"], "maxLength": 5 }),
            json!({ "type": "string", "nullable": true, "maxLength": 5 }),
        ),
        (json!({ "type": "string" }), json!({ "type": "string" })),
        (json!({ "const": 1 }), json!({ "enum": [1] })),
        (
            json!({ "exclusiveMinimum": 0, "exclusiveMaximum": 1.5 }),
            json!({
                "minimum": 0, "exclusiveMinimum": true,
                "maximum": 1.5, "exclusiveMaximum": true,
            }),
        ),
        (json!({ "examples": ["a", "b"] }), json!({ "example": "a" })),
        (
            json!({ "properties": { "a": { "items": { "type": ["null", "integer"] } } } }),
            json!({ "properties": { "a": { "items": { "type": "integer", "nullable": true } } } }),
        ),
        // Objects that only look like schemas are kept.
        (
            json!({ "example": { "type": ["a", "null"], "const": 1 } }),
            json!({ "example": { "type": ["a", "null"], "const": 1 } }),
        ),
        (
            json!({ "examples": { "a": { "value": { "const": 1 } } } }),
            json!({ "examples": { "a": { "value": { "const": 1 } } } }),
        ),
    ] {
        let document = json!({ "info": {}, "components": { "schemas": { "A": new } } });
        assert_eq!(in_3_0(&document)["components"]["schemas"]["A"], old);
    }
}
