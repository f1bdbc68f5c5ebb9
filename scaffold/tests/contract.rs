//! What holds of every operation of `openapi.yaml`, whatever it does.

#![allow(clippy::unwrap_used, clippy::panic, reason = "all of this is tests")]

mod support;

use reqwest::{Client, Method, Response};
use serde_json::Value;

use __CRATE__::auth::Access;

/// The method and path of every operation.
fn operations(document: &Value) -> Vec<(Method, String)> {
    let methods = [
        "get", "put", "post", "delete", "options", "head", "patch", "trace",
    ];
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in methods {
            let Some(operation) = item.get(method) else {
                continue;
            };
            let mut servers = [operation, item, document]
                .into_iter()
                .filter_map(|owner| owner.get("servers"));
            let base = servers.next().unwrap()[0]["url"].as_str().unwrap();
            let path = format!("{}{path}", base.trim_end_matches('/'));
            operations.push((method.to_uppercase().parse().unwrap(), path));
        }
    }
    operations
}

/// The path with something in the place of each parameter.
fn filled(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |filled, part| {
        let (_, rest) = part.split_once('}').unwrap_or_default();
        filled + "1" + rest
    })
}

/// Fails unless the response is a success, or an error in the envelope of `src/error.rs`.
async fn check_envelope(name: &str, response: Response) {
    let status = response.status();
    if status.as_u16() < 400 {
        return;
    }
    let id = response.headers()["x-request-id"].clone();
    let media_type = response.headers()["content-type"].clone();
    assert_eq!(media_type, "application/problem+json", "{name}: {status}");
    let is_head = name.starts_with("HEAD ");
    if is_head {
        return;
    }
    let problem: Value = response.json().await.unwrap();
    assert_eq!(problem["status"], status.as_u16(), "{name}: {problem}");
    assert_eq!(problem["requestId"], id.to_str().unwrap(), "{name}");
    for member in ["type", "title", "detail"] {
        assert!(problem[member].is_string(), "{name}: {problem}");
    }
}

#[tokio::test]
async fn every_operation_is_served_inside_the_envelope() {
    for database in support::databases().await {
        let server = support::serve_with(&database, Access::AnyCredential).await;
        let client = Client::new();
        let document = client.get(format!("{server}/openapi.json")).send();
        let document: Value = document.await.unwrap().json().await.unwrap();
        for (method, path) in operations(&document) {
            let name = format!("{method} {path}");
            let url = format!("{server}{}", filled(&path));
            let response = client.request(method, url).send().await.unwrap();
            let status = response.status().as_u16();
            assert!(status != 405 && status != 500, "{name}: {status}");
            check_envelope(&name, response).await;
        }
    }
}

#[tokio::test]
async fn an_unknown_path_is_refused_inside_the_envelope() {
    for database in support::databases().await {
        let server = support::serve(&database).await;
        let url = format!("{server}/there/is/nothing/at/this/path/at/all");
        let response = Client::new().get(url).send().await.unwrap();
        assert!(response.status().is_client_error());
        check_envelope("an unknown path", response).await;
    }
}
