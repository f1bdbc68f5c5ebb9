//! Calls from web pages of other origins.

use std::sync::Arc;

use reqwest::header::{HeaderMap, ORIGIN};
use reqwest::{Client, Method, StatusCode};

use crate::support::{Database, Server};

const PAGE: &str = "https://app.example.com";
const PATHS: [&str; 2] = [
    "/api/v1/organizations/org_none",
    "/api/public/organizations/org_none",
];

async fn server(flags: &[&str]) -> Server {
    Server::on(Arc::new(Database::Sqlite.create().await), flags).await
}

/// Asks as a browser does before a PATCH by a page of the origin.
async fn preflight(server: &Server, path: &str, origin: &str) -> (StatusCode, HeaderMap) {
    let request = Client::new().request(Method::OPTIONS, format!("{}{path}", server.url));
    let request = request
        .header(ORIGIN, origin)
        .header("access-control-request-method", "PATCH")
        .header(
            "access-control-request-headers",
            "authorization,content-type,if-match",
        );
    let response = request.send().await.unwrap();
    (response.status(), response.headers().clone())
}

#[tokio::test]
async fn no_page_may_call_by_default() {
    let server = server(&[]).await;
    for path in PATHS {
        let (status, headers) = preflight(&server, path, PAGE).await;
        assert_eq!(status, 405);
        assert!(!headers.contains_key("access-control-allow-origin"));
    }
}

#[tokio::test]
async fn pages_of_the_named_origins_may_call() {
    let other = "http://localhost:3000";
    let server = server(&["--cors-origins", &format!("{PAGE},{other}")]).await;
    for path in PATHS {
        for origin in [PAGE, other] {
            let (status, headers) = preflight(&server, path, origin).await;
            assert_eq!(status, 200);
            assert_eq!(headers["access-control-allow-origin"], origin);
            let methods = headers["access-control-allow-methods"].to_str().unwrap();
            assert!(
                methods.contains("PATCH") && methods.contains("DELETE"),
                "{methods}"
            );
            let names = headers["access-control-allow-headers"].to_str().unwrap();
            for name in ["authorization", "content-type", "if-match", "if-none-match"] {
                assert!(names.contains(name), "{names}");
            }
            assert!(!headers.contains_key("access-control-allow-credentials"));
        }
        for origin in ["https://example.com", "https://app.example.com:444", "null"] {
            let (_, headers) = preflight(&server, path, origin).await;
            assert!(
                !headers.contains_key("access-control-allow-origin"),
                "{origin}"
            );
        }
        // The page may read the response, also a refusal.
        let request = Client::new()
            .get(format!("{}{path}", server.url))
            .header(ORIGIN, PAGE);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 401);
        assert_eq!(response.headers()["access-control-allow-origin"], PAGE);
        let exposed = response.headers()["access-control-expose-headers"]
            .to_str()
            .unwrap();
        for name in [
            "etag",
            "location",
            "x-request-id",
            "retry-after",
            "x-ratelimit-limit",
        ] {
            assert!(exposed.contains(name), "{name} in {exposed}");
        }
    }
}

#[tokio::test]
async fn every_page_may_call_if_the_operator_says_so() {
    let server = server(&["--cors-origins", "*"]).await;
    let (status, headers) = preflight(&server, PATHS[0], PAGE).await;
    assert_eq!(status, 200);
    assert_eq!(headers["access-control-allow-origin"], "*");
}

#[tokio::test]
async fn origins_that_no_browser_sends_are_refused() {
    for origin in [
        "app.example.com",
        "https://app.example.com/",
        "https://A.example.com",
        "null",
    ] {
        let refused = crate::support::orgd(&["serve", "--cors-origins", origin]).output();
        let refused = refused.await.unwrap();
        assert_eq!(refused.status.code(), Some(2), "{origin}");
        assert!(String::from_utf8_lossy(&refused.stderr).contains("must be * or an origin"));
    }
}
