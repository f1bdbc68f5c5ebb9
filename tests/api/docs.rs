//! What the server says about itself: Swagger UI, and the contract for tools.

use orgd::contract::{DOCUMENTS, Surface, Version};
use regex::Regex;
use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use serde_json::Value;

use crate::support::{Contract, Database, Server, orgd};

const FILE: &str = include_str!("../../openapi.yaml");

fn contract() -> Value {
    serde_saphyr::from_str(FILE).unwrap()
}

/// What is at that path, redirections not followed.
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
        let entry = format!("\"url\": \"{}\"", document.path);
        assert!(scripts.contains(&entry), "{entry} in {scripts}");
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
        assert_eq!(header(&response, "location"), "/docs/", "{path}");
    }
}

#[tokio::test]
async fn the_contract_is_served_as_it_is() {
    let server = Server::start(Database::Sqlite).await;
    let yaml = get(&server, "/api-docs/openapi.yaml").await;
    assert_eq!(yaml.status(), 200);
    assert_eq!(header(&yaml, CONTENT_TYPE.as_str()), "application/yaml");
    assert_eq!(yaml.text().await.unwrap(), FILE);
    let json = get(&server, "/api-docs/openapi.json").await;
    assert_eq!(json.status(), 200);
    assert_eq!(header(&json, CONTENT_TYPE.as_str()), "application/json");
    assert_eq!(json.json::<Value>().await.unwrap(), contract());
}

/// What `orgd openapi` prints.
async fn print(arguments: &[&str]) -> String {
    let output = orgd(arguments).output().await.unwrap();
    assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn openapi_prints_the_contract_as_it_is() {
    assert_eq!(print(&["openapi"]).await, FILE);
    assert_eq!(print(&["openapi", "--format", "yaml"]).await, FILE);
    for arguments in [&["openapi", "--format", "json"][..], &["openapi", "--json"]] {
        let json: Value = serde_json::from_str(&print(arguments).await).unwrap();
        assert_eq!(json, contract(), "{arguments:?}");
    }
}

#[tokio::test]
async fn openapi_prints_no_yaml_that_nobody_wrote() {
    let arguments = ["openapi", "--surface", "v1", "--format", "yaml"];
    let output = orgd(&arguments).output().await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stdout, b"");
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

#[tokio::test]
async fn every_form_of_the_contract_is_served_and_printed() {
    let server = Server::start(Database::Sqlite).await;
    let whole = contract();
    for document in DOCUMENTS {
        let path = document.path;
        let (version, number) = match document.version {
            Version::V3_1 => ("3.1", "3.1.0"),
            Version::V3_0 => ("3.0", "3.0.3"),
        };
        let mut arguments = vec!["openapi", "--format", "json", "--openapi", version];
        let surface = document.surface.map(|surface| match surface {
            Surface::Public => "public",
            Surface::V1 => "v1",
        });
        arguments.extend(surface.iter().flat_map(|surface| ["--surface", surface]));
        let printed: Value = serde_json::from_str(&print(&arguments).await).unwrap();
        let served = get(&server, path).await;
        assert_eq!(header(&served, CONTENT_TYPE.as_str()), "application/json");
        assert_eq!(served.json::<Value>().await.unwrap(), printed, "{path}");
        assert_eq!(printed["openapi"], number, "{path}");
        let mut expected = operations(&whole);
        expected.retain(|id| surface.is_none_or(|surface| id.starts_with(surface)));
        assert_eq!(operations(&printed), expected, "{path}");
    }
}

/// Tools with types read the document, and find every operation in it.
#[test]
fn utoipa_can_read_the_contract() {
    let document: utoipa::openapi::OpenApi = serde_json::from_str(orgd::contract::JSON).unwrap();
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
        let answer = owner.send(operation.request(&owner, &id)).await;
        let place = format!("{}: {}", operation.id, answer.body);
        // 409: the example's slug may be taken by the example before.
        let is_routed = answer.status.is_success() || answer.status == 409;
        assert!(is_routed, "{place}");
    }
}
