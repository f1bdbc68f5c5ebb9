//! The documentation that the server serves: Swagger UI, and the contract for tools.

use std::sync::Arc;

use orgd::contract::{DOCUMENTS, Version};
use orgd::surface::Surface;
use regex::Regex;
use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Contract, Database, Server, Target, orgd};

const FILE: &str = include_str!("../../openapi.yaml");

fn contract() -> Value {
    serde_saphyr::from_str(FILE).unwrap()
}

/// Gets the path without following redirects.
async fn get(server: &Server, path: &str) -> Response {
    let client = Client::builder().redirect(Policy::none()).build().unwrap();
    let request = client.get(format!("{}{path}", server.url));
    request.send().await.unwrap()
}

fn header(response: &Response, name: &str) -> String {
    let value = response.headers().get(name);
    let value = value.unwrap_or_else(|| panic!("no {name} of {}", response.url()));
    value.to_str().unwrap().to_owned()
}

#[tokio::test]
async fn swagger_ui_is_served_with_all_that_it_needs() {
    let server = Server::start(Database::Sqlite).await;
    let page = get(&server, "/docs/").await;
    assert_eq!(page.status(), 200);
    assert!(header(&page, "content-type").starts_with("text/html"));
    let page = page.text().await.unwrap();
    let reference = Regex::new(r#"(?:src|href)="([^"]+)""#).unwrap();
    let assets: Vec<_> = reference
        .captures_iter(&page)
        .map(|found| found[1].to_owned())
        .collect();
    assert!(assets.iter().any(|asset| asset.ends_with(".js")), "{page}");
    assert!(assets.iter().any(|asset| asset.ends_with(".css")), "{page}");
    let mut scripts = String::new();
    for asset in assets {
        let name = asset.strip_prefix("./").unwrap_or(&asset);
        assert!(
            !name.contains(':') && !name.starts_with("//"),
            "{asset} is elsewhere"
        );
        let response = get(&server, &format!("/docs/{name}")).await;
        assert_eq!(response.status(), 200, "{asset}");
        assert_ne!(header(&response, "content-type"), "text/html", "{asset}");
        if name == "swagger-initializer.js" {
            scripts += &response.text().await.unwrap();
        }
    }
    for document in DOCUMENTS {
        let entry = format!("\"url\": \"..{}\"", document.path);
        assert!(scripts.contains(&entry), "{entry} in {scripts}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_told_in_an_envelope() {
    let server = Server::start(Database::Sqlite).await;
    for path in [
        "/docs/nope",
        "/docs/nope/nope.js",
        "/api-docs/nope",
        "/api-docs/",
        "/api-docs",
    ] {
        let response = get(&server, path).await;
        assert_eq!(response.status(), 404, "{path}");
        assert_eq!(header(&response, "content-type"), "application/json");
        assert_eq!(header(&response, "cache-control"), "no-store");
        let id = header(&response, "x-request-id");
        let body: Value = response.json().await.unwrap();
        let message = "This path does not exist.";
        let error = json!({ "code": "NOT_FOUND", "message": message, "requestId": id });
        assert_eq!(body, json!({ "success": false, "error": error }), "{path}");
    }
}

#[tokio::test]
async fn the_short_ways_lead_to_swagger_ui() {
    let server = Server::start(Database::Sqlite).await;
    for path in ["/docs", "/"] {
        let response = get(&server, path).await;
        assert!(
            response.status().is_redirection(),
            "{path}: {}",
            response.status()
        );
        // Relative, because a proxy may strip a prefix.
        assert_eq!(header(&response, "location"), "docs/", "{path}");
    }
}

#[tokio::test]
async fn swagger_ui_cannot_be_framed_and_fetches_only_from_its_own_origin() {
    let server = Server::start(Database::Sqlite).await;
    for path in [
        "/docs/",
        "/docs/page.js",
        "/docs/swagger-ui.css",
        "/docs/swagger-ui-bundle.js",
    ] {
        let file = get(&server, path).await;
        assert_eq!(file.status(), 200, "{path}");
        assert_eq!(header(&file, "referrer-policy"), "no-referrer");
        assert_eq!(header(&file, "x-content-type-options"), "nosniff");
        let policy = header(&file, "content-security-policy");
        for directive in [
            "default-src 'none'",
            "script-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(
                policy.split("; ").any(|one| one == directive),
                "{path}: {policy}"
            );
        }
    }
}

const PUBLIC_URL: &str = "https://example.com/orgs";

/// A server, and the server URL in its documents: its public URL, or a URL relative to the document.
async fn server(public_url: Option<&str>) -> (Server, &str) {
    let storage = Arc::new(Database::Sqlite.create().await);
    let flags = public_url.map(|url| ["--public-url", url]);
    let server = Server::on(storage, flags.as_ref().map_or(&[], |flags| flags)).await;
    (server, public_url.unwrap_or(".."))
}

#[rstest]
#[case::where_it_is(None)]
#[case::under_a_public_url(Some(PUBLIC_URL))]
#[tokio::test]
async fn the_contract_is_served_unchanged_except_its_server(#[case] public_url: Option<&str>) {
    let (server, url) = server(public_url).await;
    let yaml = get(&server, "/api-docs/openapi.yaml").await;
    assert_eq!(yaml.status(), 200);
    assert_eq!(header(&yaml, CONTENT_TYPE.as_str()), "application/yaml");
    let lines = FILE.lines().map(|line| match line {
        "  - url: /" => format!("  - url: {url}"),
        line => line.to_owned(),
    });
    let lines: Vec<_> = lines.collect();
    assert_eq!(
        yaml.text().await.unwrap().lines().collect::<Vec<_>>(),
        lines
    );
    let json = get(&server, "/api-docs/openapi.json").await;
    assert_eq!(json.status(), 200);
    assert_eq!(header(&json, CONTENT_TYPE.as_str()), "application/json");
    let mut expected = contract();
    expected["servers"][0]["url"] = json!(url);
    assert_eq!(json.json::<Value>().await.unwrap(), expected);
}

#[tokio::test]
async fn what_was_created_is_located_under_the_public_url() {
    let (server, _) = server(Some("https://example.com/orgs/")).await;
    let owner = server.user("owner").await;
    for (collection, body) in [
        ("/api/public/organizations", json!({ "name": "Acme" })),
        (
            "/api/v1/organizations",
            json!({ "name": "Acme", "slug": "acme-v1" }),
        ),
    ] {
        let created = owner.post(collection, body).await;
        assert_eq!(created.status, 201, "{}", created.body);
        let id = created.body["data"]["id"].as_str();
        let id = id.or_else(|| created.body["id"].as_str()).unwrap();
        let location = created.headers["location"].to_str().unwrap();
        assert_eq!(location, format!("/orgs{collection}/{id}"));
    }
}

/// The output of `orgd openapi`.
async fn print(arguments: &[&str]) -> String {
    let output = orgd(arguments).output().await.unwrap();
    assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn openapi_prints_the_contract_as_it_is() {
    assert_eq!(print(&["openapi"]).await, FILE);
    assert_eq!(print(&["openapi", "--format", "yaml"]).await, FILE);
    let json = print(&["openapi", "--format", "json"]).await;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json, contract());
}

#[tokio::test]
async fn openapi_names_the_public_url() {
    let by_flag = print(&["openapi", "--public-url", PUBLIC_URL]).await;
    let mut by_variable = orgd(&["openapi"]);
    by_variable.env("ORGD_PUBLIC_URL", PUBLIC_URL);
    let by_variable = by_variable.output().await.unwrap().stdout;
    assert_eq!(by_flag.as_bytes(), by_variable);
    let document: Value = serde_saphyr::from_str(&by_flag).unwrap();
    let mut expected = contract();
    expected["servers"][0]["url"] = json!(PUBLIC_URL);
    assert_eq!(document, expected);
}

/// The ids of the operations in a document.
fn operations(document: &Value) -> Vec<&str> {
    let paths = document["paths"].as_object().unwrap().values();
    let operations = paths.flat_map(|methods| methods.as_object().unwrap().values());
    let mut ids: Vec<_> = operations
        .map(|operation| operation["operationId"].as_str().unwrap())
        .collect();
    ids.sort_unstable();
    ids
}

#[rstest]
#[case::where_it_is(None)]
#[case::under_a_public_url(Some(PUBLIC_URL))]
#[tokio::test]
async fn every_form_of_the_contract_is_served_and_printed(#[case] public_url: Option<&str>) {
    let (server, url) = server(public_url).await;
    let whole = contract();
    for document in DOCUMENTS {
        let path = document.path;
        let (version, number) = match document.version {
            Version::V3_1 => ("3.1", "3.1.0"),
            Version::V3_0 => ("3.0", "3.0.3"),
        };
        let mut arguments = vec!["openapi", "--format", "json", "--openapi", version];
        let surface = document.surface.map(Surface::name);
        arguments.extend(surface.iter().flat_map(|surface| ["--surface", surface]));
        let mut printed: Value = serde_json::from_str(&print(&arguments).await).unwrap();
        assert_eq!(printed["servers"][0]["url"], "/", "{path}");
        arguments[2] = "yaml";
        let yaml: Value = serde_saphyr::from_str(&print(&arguments).await).unwrap();
        assert_eq!(yaml, printed, "{path}");
        printed["servers"][0]["url"] = json!(url);
        let served = get(&server, path).await;
        assert_eq!(header(&served, CONTENT_TYPE.as_str()), "application/json");
        assert_eq!(served.json::<Value>().await.unwrap(), printed, "{path}");
        assert_eq!(printed["openapi"], number, "{path}");
        let mut expected = operations(&whole);
        expected.retain(|id| surface.is_none_or(|surface| id.starts_with(surface)));
        assert_eq!(operations(&printed), expected, "{path}");
    }
}

/// Typed tools can parse the document, and find every operation in it.
#[test]
fn utoipa_can_read_the_contract() {
    let mut document: Value = serde_json::from_str(orgd::contract::JSON).unwrap();
    // utoipa writes schemas without a type, which allow every value, and cannot read them.
    let change = "/components/schemas/V1FieldChange/properties";
    let change = document.pointer_mut(change).unwrap();
    for any in ["from", "to"] {
        change[any]["type"] = json!("object");
    }
    let document: utoipa::openapi::OpenApi = serde_json::from_value(document).unwrap();
    let mut found = Vec::new();
    for path in document.paths.paths.values() {
        let methods = [&path.get, &path.post, &path.put, &path.patch, &path.delete];
        let operations = methods.into_iter().flatten();
        found.extend(operations.map(|operation| operation.operation_id.clone().unwrap()));
    }
    found.sort();
    let operations = Contract::get().operations.iter();
    let mut expected: Vec<_> = operations.map(|operation| operation.id.clone()).collect();
    expected.sort();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn every_operation_of_the_contract_is_routed() {
    let server = Server::start(Database::Sqlite).await;
    let owner = server.user("owner").await;
    for operation in &Contract::get().operations {
        let id = owner.organization(&operation.id.replace('_', "-")).await;
        let target = Target::of(operation, &server, &id).await;
        let answer = owner.send(operation.request(&owner, &target)).await;
        let place = format!("{}: {}", operation.id, answer.body);
        // 409: the slug may be taken by the previous example.
        let is_routed = answer.status.is_success() || answer.status == 409;
        assert!(is_routed, "{place}");
    }
}
