//! The requirements of HTTP: `Host`, transfer codings, `HEAD`, compression.

use reqwest::Method;
use reqwest::header::{ACCEPT_ENCODING, IF_MATCH, IF_NONE_MATCH};
use rstest::rstest;
use rstest_reuse::apply;
use serde_json::{Value, json};

use crate::support::{self, Database, Organization, Server, User, each_database};

const LISTS: [&str; 2] = [
    "/api/v1/users/me/organizations",
    "/api/public/organizations",
];

/// Sends a request for the path with these header lines and a credential.
async fn get(user: &User, path: &str, version: &str, lines: &[&str]) -> support::Answer {
    let first = format!("GET {path} {version}");
    let credential = format!("Authorization: Bearer {}", user.credential);
    user.send_lines(&[&[first.as_str(), &credential], lines].concat())
        .await
}

/// RFC 9112, 3.2.
#[tokio::test]
async fn a_request_has_one_valid_host() {
    let server = Server::start(Database::Sqlite).await;
    let user = server.user("user").await;
    for path in LISTS {
        for (lines, code) in [
            (&[][..], "required"),
            (&["Host: a", "Host: a"], "duplicate"),
            (&["Host: a", "Host: b"], "duplicate"),
            (&["Host: a b"], "pattern"),
            (&["Host: a/b"], "pattern"),
            (&["Host: user@a"], "pattern"),
            (&["Host: a:b"], "pattern"),
            (&["Host: [::1"], "pattern"),
        ] {
            let refused = get(&user, path, "HTTP/1.1", lines).await;
            let expected = [("header", "/Host", code)];
            assert_eq!(refused.violations(), expected, "{lines:?}");
        }
        for host in ["localhost", "example.com:8080", "[::1]:80", "127.0.0.1", ""] {
            let host = format!("Host: {host}");
            let answered = get(&user, path, "HTTP/1.1", &[&host]).await;
            assert_eq!(answered.status, 200, "{host}");
        }
        assert_eq!(get(&user, path, "HTTP/1.0", &[]).await.status, 200);
        let refused = get(&user, path, "HTTP/1.0", &["Host: a", "Host: a"]).await;
        assert_eq!(refused.violations(), [("header", "/Host", "duplicate")]);
    }
}

/// hyper itself responds to these requests.
#[tokio::test]
async fn what_is_not_read_as_http_is_told_in_an_envelope() {
    let server = Server::start(Database::Sqlite).await;
    let user = server.user("user").await;
    let long = format!("GET /api/v1/{} HTTP/1.1", "x".repeat(65_535));
    let many = vec!["A: b"; 101];
    let unknown = "GET /api/v1/nope HTTP/1.1";
    let host = "Host: localhost";
    for (lines, status, kind) in [
        (vec![unknown, host, "Bad Name: x"], 400, "VALIDATION_ERROR"),
        (vec!["G@T( /api/v1/nope HTTP/1.1"], 400, "VALIDATION_ERROR"),
        (vec!["GET /api/v1/nope HTTP/1.9"], 400, "VALIDATION_ERROR"),
        (
            vec![unknown, host, "Transfer-Encoding: gzip"],
            400,
            "VALIDATION_ERROR",
        ),
        (
            vec![unknown, host, "Content-Length: x"],
            400,
            "VALIDATION_ERROR",
        ),
        (vec![&long, host], 414, "URI_TOO_LONG"),
        (
            [vec![unknown, host], many].concat(),
            431,
            "REQUEST_HEADER_FIELDS_TOO_LARGE",
        ),
    ] {
        let answer = user.send_unreadable(&lines).await;
        assert_eq!(answer.status, status, "{:?}", lines.last());
        assert_eq!(answer.kind(), kind);
        let id = answer.body["error"]["requestId"].as_str().unwrap();
        assert_eq!(id, answer.header("x-request-id"));
        assert!(answer.headers.contains_key("date"));
        server.log_until(|log| log.contains(id)).await;
    }
    assert_eq!(user.get(LISTS[0]).await.status, 200);
}

/// RFC 9112, 6.1: otherwise the body would be read as if it were not compressed.
#[apply(each_database)]
async fn transfer_codings_other_than_chunked_are_refused(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let before = acme.state().await;
    let body = b"10\r\n{\"name\": \"Late\"}\r\n0\r\n\r\n";
    let json = "Content-Type: application/json";
    for path in acme.paths() {
        for codings in [
            &["Transfer-Encoding: gzip, chunked"][..],
            &["Transfer-Encoding: gzip", "Transfer-Encoding: chunked"],
            &["Transfer-Encoding: deflate,chunked"],
        ] {
            let lines = [&[json], codings].concat();
            let sent = acme.owner.send_raw(Method::PATCH, path, &lines, body);
            let refused = sent.await;
            assert_eq!(refused.status, 501, "{codings:?}");
            assert!(["NOT_IMPLEMENTED", "NotImplemented"].contains(&refused.kind()));
            assert!(refused.body.to_string().contains("chunked"));
        }
    }
    assert_eq!(acme.state().await, before);
    let lines = [json, "Transfer-Encoding: Chunked"];
    let updated = acme.owner.send_raw(Method::PATCH, &acme.v1, &lines, body);
    assert_eq!(updated.await.status, 200);
}

/// RFC 9110, 9.3.2 and 8.6: the same headers as GET, and the same length or none.
#[apply(each_database)]
async fn head_states_the_length_that_get_does(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let long = json!({ "customAiContext": "long ".repeat(1000) });
    acme.owner.patch(&acme.public, long).await;
    let etag = acme.owner.get(&acme.v1).await.header("etag").to_owned();
    let (plain, gzip) = ((ACCEPT_ENCODING, "identity"), (ACCEPT_ENCODING, "gzip"));
    let known = (IF_NONE_MATCH, etag.as_str());
    for (path, header, length) in [
        (acme.v1.as_str(), plain.clone(), true),
        (&acme.public, plain.clone(), true),
        (&acme.public, gzip, false),
        (LISTS[0], plain.clone(), true),
        (&acme.v1, known.clone(), false),
        (&acme.public, known, false),
        (&acme.v1, (IF_MATCH, "\"0\""), true),
        ("/api/v1/organizations/org_absent", plain.clone(), true),
        ("/api/v1/nope", plain.clone(), true),
        ("/healthz", plain.clone(), false),
        ("/readyz", plain.clone(), false),
        ("/docs/", plain.clone(), true),
        ("/api-docs/openapi.yaml", plain, true),
    ] {
        let sent = async |method: Method| {
            let client = reqwest::Client::new();
            let request = client.request(method, format!("{}{path}", server.url));
            let request = request.bearer_auth(&acme.owner.credential);
            let request = request.header("x-request-id", "same");
            let response = request.header(header.0.clone(), header.1).send().await;
            let response = response.unwrap();
            let mut headers = response.headers().clone();
            headers.remove("date");
            // Not a property of the representation (RFC 9112, 6.1).
            headers.remove("transfer-encoding");
            for name in ["limit", "remaining", "reset"] {
                headers.remove(format!("x-ratelimit-{name}"));
            }
            (response.status(), headers)
        };
        let (got, head) = (sent(Method::GET).await, sent(Method::HEAD).await);
        assert_eq!(head, got, "{path} {header:?}");
        assert_eq!(head.1.contains_key("content-length"), length, "{path}");
    }
    let log = server.log_until(|log| log.contains("/api-docs/openapi.yaml"));
    assert!(log.await.contains(r#""method":"HEAD""#));
}

#[rstest]
#[case::gzip("gzip")]
#[case::brotli("br")]
#[case::zstandard("zstd")]
#[tokio::test]
async fn long_answers_are_compressed_for_who_asks(#[case] coding: &str) {
    let server = Server::start(Database::Sqlite).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let long = json!({ "customAiContext": "long ".repeat(1000) });
    let updated = acme.owner.patch(&acme.public, long).await;
    let asked = async |path: &str| {
        let request = acme.owner.request(Method::GET, path);
        let request = request.header(ACCEPT_ENCODING, format!("{coding};q=0.9, identity;q=0.1"));
        let response = request.send().await.unwrap();
        let headers = response.headers().clone();
        (headers, response.bytes().await.unwrap())
    };
    let (headers, body) = asked(&acme.public).await;
    assert_eq!(headers["content-encoding"], coding);
    assert_eq!(headers["vary"], "accept-encoding");
    assert_eq!(headers["etag"], updated.header("etag"), "a strong tag");
    assert!(body.len() < 1000, "{}", body.len());
    assert_eq!(decoded(coding, &body), updated.body);
    // Its tag can be used for updates.
    let request = acme.owner.request(Method::PATCH, &acme.v1);
    let request = request.header(IF_MATCH, headers["etag"].clone());
    let patched = acme.owner.send(request.json(&json!({ "name": "Acme" })));
    assert_eq!(patched.await.status, 200);
    // A short response, and one with a secret.
    for path in [&acme.v1, &format!("{}?include=jwtSecret", acme.public)] {
        let (headers, body) = asked(path).await;
        assert!(!headers.contains_key("content-encoding"), "{path}");
        assert!(serde_json::from_slice::<Value>(&body).is_ok(), "{path}");
    }
}

#[tokio::test]
async fn nothing_is_compressed_unasked() {
    let server = Server::start(Database::Sqlite).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let long = json!({ "customAiContext": "long ".repeat(1000) });
    acme.owner.patch(&acme.public, long).await;
    for coding in ["", "identity", "gzip;q=0", "compress"] {
        let request = acme.owner.request(Method::GET, &acme.public);
        let answer = acme
            .owner
            .send(request.header(ACCEPT_ENCODING, coding))
            .await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("vary"), "accept-encoding");
    }
}

fn decoded(coding: &str, body: &[u8]) -> Value {
    use std::io::Read;

    let mut text = String::new();
    match coding {
        "gzip" => flate2::read::GzDecoder::new(body).read_to_string(&mut text),
        "br" => brotli::Decompressor::new(body, 4096).read_to_string(&mut text),
        _ => zstd::Decoder::new(body).unwrap().read_to_string(&mut text),
    }
    .unwrap();
    serde_json::from_str(&text).unwrap()
}
