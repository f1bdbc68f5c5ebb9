//! Members of a wrong type, unknown members, and many violations at once.

use reqwest::Method;
use rstest_reuse::apply;
use serde_json::{Value, json};

use super::{Operations, PUBLIC, V1, assert_kind, valid_body};
use crate::support::{self, Server, each_database, holding, put};

/// The types of JSON, with a value of each.
fn values() -> [(&'static str, Value); 6] {
    [
        ("null", Value::Null),
        ("boolean", json!(true)),
        ("number", json!(1)),
        ("string", json!("x")),
        ("array", json!([])),
        ("object", json!({})),
    ]
}

/// Each member of a body by surface and method, with the types that it may have.
const MEMBERS: [(&str, &str, &str); 20] = [
    ("v1", "/name", "string"),
    ("v1", "/description", "string null"),
    ("v1", "/logoUrl", "string null"),
    ("v1", "/settings", "object"),
    ("v1", "/settings/branding", "object null"),
    ("v1", "/settings/branding/primaryColor", "string null"),
    ("v1", "/settings/branding/accentColor", "string null"),
    ("v1", "/settings/features", "object null"),
    ("v1", "/settings/features/webhooks", "boolean null"),
    ("v1", "/settings/features/apiAccess", "boolean null"),
    ("v1", "/settings/features/customDomain", "boolean null"),
    ("v1", "/settings/billing/email", "string null"),
    ("v1", "/settings/billing/taxId", "string null"),
    ("public", "/name", "string"),
    ("public", "/customAiContext", "string null"),
    ("public", "/skipOnboarding", "boolean"),
    ("public", "/fullEmbedEnabled", "boolean"),
    ("public", "/embedAllowedOrigins", "array"),
    ("public", "/isBillable", "boolean"),
    ("public", "/insightsEnabled", "boolean"),
];

#[apply(each_database)]
async fn members_of_another_type_are_named(database: support::Database) {
    let server = Server::start(database).await;
    let operations = Operations::on(&server).await;
    let owner = &operations.acme.owner;
    for (method, path) in operations.targets() {
        let surface = path.split('/').nth(2).unwrap();
        let create_only = (surface, "/slug", "string");
        let members = MEMBERS.iter().filter(|(of, ..)| *of == surface);
        let is_create = method == Method::POST;
        for (_, pointer, types) in members.chain(is_create.then_some(&create_only)) {
            for (name, value) in values() {
                if types.split(' ').any(|allowed| allowed == name) {
                    continue;
                }
                let mut body = valid_body(&method, path);
                put(&mut body, pointer, value);
                let answer = owner
                    .send(owner.request(method.clone(), path).json(&body))
                    .await;
                assert_eq!(answer.status, 400, "{method} {path} {body}");
                assert_eq!(answer.violations(), [("body", *pointer, "type")], "{body}");
                assert_kind(&answer, path, "VALIDATION_ERROR", "ValidationError");
            }
        }
    }
    operations.assert_nothing_changed().await;
}

/// Members that no body has, and members that a body of this surface and method does not have.
fn unknown_members(method: &Method, path: &str) -> Vec<&'static str> {
    let mut pointers = vec![
        "/nme",
        "/Name",
        "/NAME",
        "/ ",
        "/__proto__",
        "/constructor",
        "/jwtSecret",
        "/deletedAt",
    ];
    // An update knows them as read-only members.
    if method == Method::POST {
        pointers.extend([
            "/id",
            "/createdBy",
            "/updatedAt",
            "/trialEndsAt",
            "/onboardingStatus",
        ]);
    }
    pointers.extend(match path.starts_with(V1) {
        true => [
            "/isBillable",
            "/settings/brandin",
            "/settings/__proto__",
            "/settings/settings",
            "/settings/branding/primarycolor",
            "/settings/branding/__proto__",
            "/settings/features/sso",
            "/settings/billing/e-mail",
        ]
        .as_slice(),
        false => &["/settings", "/description", "/logoUrl", "/allowedOrigins"],
    });
    pointers
}

#[apply(each_database)]
async fn unknown_members_are_named_at_every_level(database: support::Database) {
    let server = Server::start(database).await;
    let operations = Operations::on(&server).await;
    let owner = &operations.acme.owner;
    for (method, path) in operations.targets() {
        for pointer in unknown_members(&method, path) {
            for value in [json!("x"), Value::Null, json!({})] {
                let mut body = valid_body(&method, path);
                put(&mut body, pointer, value);
                let answer = owner
                    .send(owner.request(method.clone(), path).json(&body))
                    .await;
                assert_eq!(answer.status, 400, "{method} {path} {body}");
                assert_eq!(
                    answer.violations(),
                    [("body", pointer, "unknown")],
                    "{body}"
                );
            }
        }
    }
    operations.assert_nothing_changed().await;
}

#[apply(each_database)]
async fn unknown_members_of_any_name_are_named_by_an_escaped_pointer(database: support::Database) {
    let server = Server::start(database).await;
    let operations = Operations::on(&server).await;
    for path in operations.acme.paths() {
        let body = json!({ "a/b~c": 1, "": 2, "\0": 3, "🚀\"": 4, "~1": 5 });
        let answer = operations.patch(path, body).await;
        let mut named = answer.violations();
        named.sort_unstable();
        let pointers = ["/", "/\0", "/a~1b~0c", "/~01", "/🚀\""];
        assert_eq!(named, pointers.map(|pointer| ("body", pointer, "unknown")));
        // The text has no control characters, because a terminal may show it.
        let answer = operations.patch(path, json!({ "\0\x1b[2J": 1 })).await;
        let told = answer.body["error"].to_string();
        assert!(
            told.contains("body /\u{FFFD}\u{FFFD}[2J is not known"),
            "{told}"
        );
    }
    operations.assert_nothing_changed().await;
}

#[apply(each_database)]
async fn nul_is_refused_in_every_text(database: support::Database) {
    let server = Server::start(database).await;
    let operations = Operations::on(&server).await;
    let texts = MEMBERS
        .iter()
        .filter(|(.., types)| types.contains("string"));
    for (surface, pointer, _) in texts {
        let path = if *surface == "v1" {
            &operations.acme.v1
        } else {
            &operations.acme.public
        };
        for value in ["\0", "a\0b", "a@example.com\0", "https://example.com/\0"] {
            let answer = operations.patch(path, holding(pointer, json!(value))).await;
            assert_eq!(answer.status, 400, "{pointer} {value:?}");
            let violations = answer.violations();
            assert!(
                violations.iter().all(|(_, at, _)| at == pointer),
                "{violations:?}"
            );
        }
    }
    let origins = json!({ "embedAllowedOrigins": ["https://example.com\0"] });
    let answer = operations.patch(&operations.acme.public, origins).await;
    assert!(
        answer
            .violations()
            .iter()
            .all(|(_, at, _)| *at == "/embedAllowedOrigins/0")
    );
    operations.assert_nothing_changed().await;
}

/// The violations of a 400, sorted.
fn sorted<'a>(
    mut violations: Vec<(&'a str, &'a str, &'a str)>,
) -> Vec<(&'a str, &'a str, &'a str)> {
    violations.sort_unstable();
    violations
}

#[apply(each_database)]
async fn all_faults_of_a_v1_request_are_listed(database: support::Database) {
    let server = Server::start(database).await;
    let operations = Operations::on(&server).await;
    let owner = &operations.acme.owner;
    let body = format!(
        r#"{{"name":"","nme":1,"description":"{}","logoUrl":"logo","settings":{{
            "brandin":{{}},"branding":{{"primaryColor":1,"accentColor":"\u0000"}},
            "features":[],"billing":{{"email":"a","email":"b","taxId":false}}}}}}"#,
        "d".repeat(501),
    );
    let request = owner.request(Method::PATCH, "/api/v1/organizations/a%20b");
    let request = request
        .header("if-match", "stale")
        .header("content-type", "application/json");
    let answer = owner.send(request.body(body)).await;
    let expected = [
        ("body", "/description", "maxLength"),
        ("body", "/logoUrl", "uri"),
        ("body", "/name", "minLength"),
        ("body", "/nme", "unknown"),
        ("body", "/settings/billing/email", "duplicate"),
        ("body", "/settings/billing/email", "email"),
        ("body", "/settings/billing/taxId", "type"),
        ("body", "/settings/brandin", "unknown"),
        ("body", "/settings/branding/accentColor", "pattern"),
        ("body", "/settings/branding/primaryColor", "type"),
        ("body", "/settings/features", "type"),
        ("header", "/If-Match", "pattern"),
        ("path", "/orgId", "pattern"),
    ];
    assert_eq!(sorted(answer.violations()), expected);
    let message = answer.body["error"]["message"].as_str().unwrap();
    assert!(message.contains("13 violations"), "{message}");
    operations.assert_nothing_changed().await;
}

#[apply(each_database)]
async fn all_faults_of_a_public_request_are_listed(database: support::Database) {
    let server = Server::start(database).await;
    let operations = Operations::on(&server).await;
    let owner = &operations.acme.owner;
    let body = json!({
        "name": "n".repeat(256),
        "customAiContext": 1,
        "skipOnboarding": "true",
        "fullEmbedEnabled": null,
        "embedAllowedOrigins": ["https://ok.com", "http://plain.com", 1],
        "isBillable": 0,
        "insightsEnable": true,
    });
    let path = "/api/public/organizations/a%20b?include=all";
    let request = owner
        .request(Method::PATCH, path)
        .header("if-match", "stale");
    let answer = owner.send(request.json(&body)).await;
    let expected = [
        ("body", "/customAiContext", "type"),
        ("body", "/embedAllowedOrigins/1", "embed-origin"),
        ("body", "/embedAllowedOrigins/2", "type"),
        ("body", "/fullEmbedEnabled", "type"),
        ("body", "/insightsEnable", "unknown"),
        ("body", "/isBillable", "type"),
        ("body", "/name", "maxLength"),
        ("body", "/skipOnboarding", "type"),
        ("header", "/If-Match", "pattern"),
        ("path", "/id", "pattern"),
        ("query", "/include", "enum"),
    ];
    assert_eq!(sorted(answer.violations()), expected);

    let body = json!({ "slug": "A", "isBillable": null, "nme": "x" });
    let answer = owner.post(&format!("{PUBLIC}?include=all"), body).await;
    let expected = [
        ("body", "/isBillable", "type"),
        ("body", "/name", "required"),
        ("body", "/nme", "unknown"),
        ("body", "/slug", "minLength"),
        ("body", "/slug", "pattern"),
        ("query", "/include", "enum"),
    ];
    assert_eq!(sorted(answer.violations()), expected);
    operations.assert_nothing_changed().await;
}

#[apply(each_database)]
async fn one_fault_spoils_the_whole_request(database: support::Database) {
    let server = Server::start(database).await;
    let operations = Operations::on(&server).await;
    let body = json!({ "name": "New", "settings": { "billing": { "email": "a" } } });
    assert_eq!(
        operations.patch(&operations.acme.v1, body).await.status,
        400
    );
    let body = json!({ "name": "New", "embedAllowedOrigins": ["https://*.com"] });
    assert_eq!(
        operations.patch(&operations.acme.public, body).await.status,
        400
    );
    operations.assert_nothing_changed().await;
}
