//! Errors outside of the operations: unknown paths, other methods, request ids, `HEAD`.

use std::collections::BTreeSet;

use reqwest::Method;
use rstest_reuse::apply;
use serde_json::{Value, json};

use crate::support::{self, Answer, Organization, Server, User, each_database};

/// Fails unless the response is an error in the envelope of the v1 or the public surface.
fn assert_envelope(answer: &Answer, is_public: bool, kinds: [&str; 2]) {
    let error = &answer.body["error"];
    let members: BTreeSet<_> = error
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    if is_public {
        assert_eq!(answer.body.as_object().unwrap().len(), 1, "{}", answer.body);
        assert_eq!(members, BTreeSet::from(["title", "detail", "requestId"]));
    } else {
        assert_eq!(answer.body["success"], false, "{}", answer.body);
        assert_eq!(answer.body.as_object().unwrap().len(), 2, "{}", answer.body);
        assert_eq!(members, BTreeSet::from(["code", "message", "requestId"]));
    }
    assert_eq!(answer.kind(), kinds[usize::from(is_public)]);
    assert_eq!(error["requestId"], answer.header("x-request-id"));
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "no-store");
}

fn is_public(path: &str) -> bool {
    path == "/api/public" || path.starts_with("/api/public/")
}

async fn sent_with_id(user: &User, path: &str, id: &str) -> Answer {
    let request = user.request(Method::GET, path);
    user.send(request.header("x-request-id", id)).await
}

#[apply(each_database)]
async fn unknown_paths_are_told_in_the_envelope_of_their_surface(database: support::Database) {
    let server = Server::start(database).await;
    let (user, stranger) = (server.user("user").await, server.stranger());
    for path in [
        "/api/public/nope",
        "/api/public",
        "/api/public/",
        "/api/public/organizations/",
        "/api/public/organizations/org_x/nope",
        "/api/public/users/me/organizations",
        "/api/v1/nope",
        "/api/v1",
        "/api/v1/organizations/",
        "/api/v1/organizations/org_x/nope",
        "/api/v1/users/you/organizations",
        "/nope",
        "/api",
        "/api/publicity",
        "/api/publicity/organizations",
        "/API/public/organizations",
        "//api/public/organizations",
    ] {
        for method in [Method::GET, Method::POST, Method::PATCH, Method::DELETE] {
            for caller in [&user, &stranger] {
                let answer = caller.send(caller.request(method.clone(), path)).await;
                assert_eq!(answer.status, 404, "{method} {path}");
                assert_envelope(&answer, is_public(path), ["NOT_FOUND", "NotFound"]);
            }
        }
    }
}

#[apply(each_database)]
async fn other_methods_are_told_with_those_that_are_allowed(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let before = acme.state().await;
    for (path, expected) in [
        ("/api/v1/organizations", "POST"),
        ("/api/v1/users/me/organizations", "GET HEAD"),
        (&acme.v1, "DELETE GET HEAD PATCH"),
        ("/api/public/organizations", "GET HEAD POST"),
        (&acme.public, "GET HEAD PATCH"),
    ] {
        let expected: BTreeSet<_> = expected.split(' ').collect();
        for method in [
            "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PURGE",
        ] {
            if expected.contains(method) {
                continue;
            }
            let method: Method = method.parse().unwrap();
            let request = acme.owner.request(method.clone(), path).json(&json!({}));
            let answer = acme.owner.send(request).await;
            assert_eq!(answer.status, 405, "{method} {path}");
            let allowed: BTreeSet<_> = answer.header("allow").split(',').map(str::trim).collect();
            assert_eq!(allowed, expected, "{method} {path}");
            assert_envelope(
                &answer,
                is_public(path),
                ["METHOD_NOT_ALLOWED", "MethodNotAllowed"],
            );
        }
    }
    assert_eq!(acme.state().await, before);
}

#[apply(each_database)]
async fn head_answers_as_get_does_without_a_body(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let stranger = server.stranger();
    for path in [
        &acme.v1,
        &acme.public,
        "/api/v1/users/me/organizations",
        "/api/public/organizations",
        "/api/v1/organizations/org_absent",
        "/api/public/organizations/%00",
    ] {
        for user in [&acme.owner, &stranger] {
            let got = user.get(path).await;
            let head = user.send(user.request(Method::HEAD, path)).await;
            assert_eq!(head.status, got.status, "{path}");
            assert_eq!(head.body, Value::Null, "{path}");
            for name in ["etag", "cache-control", "content-type", "www-authenticate"] {
                assert_eq!(
                    head.headers.get(name),
                    got.headers.get(name),
                    "{path} {name}"
                );
            }
        }
    }
}

#[apply(each_database)]
async fn a_callers_own_request_id_is_kept(database: support::Database) {
    let server = Server::start(database).await;
    let user = server.user("user").await;
    for id in ["a", "7", "Trace-01.a_b", "..", &"i".repeat(128)] {
        for path in [
            "/api/v1/organizations/org_absent",
            "/api/public/organizations/org_absent",
        ] {
            let answer = sent_with_id(&user, path, id).await;
            assert_eq!(answer.header("x-request-id"), id);
            assert_eq!(answer.body["error"]["requestId"], id);
        }
        let answer = sent_with_id(&user, "/api/public/organizations", id).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("x-request-id")),
            (200, id)
        );
    }
}

#[apply(each_database)]
async fn a_callers_request_id_of_another_form_is_replaced(database: support::Database) {
    let server = Server::start(database).await;
    let user = server.user("user").await;
    let mut seen = BTreeSet::new();
    for id in [
        "",
        "a b",
        "a,b",
        "a/b",
        "a:b",
        "\"a\"",
        "<script>",
        "{}",
        "a\tb",
        &"i".repeat(129),
        &"i".repeat(5000),
    ] {
        let answer = sent_with_id(&user, "/api/v1/organizations/org_absent", id).await;
        let made = answer.header("x-request-id").to_owned();
        assert_ne!(made, id);
        assert_eq!(answer.body["error"]["requestId"], made);
        assert!(seen.insert(made), "the same id twice");
    }
    let bytes = reqwest::header::HeaderValue::from_bytes(b"\xff").unwrap();
    let request = user
        .request(Method::GET, "/nope")
        .header("x-request-id", bytes);
    let answer = user.send(request).await;
    assert!(seen.insert(answer.header("x-request-id").to_owned()));
}

#[apply(each_database)]
async fn each_request_has_an_id_of_its_own(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let mut seen = BTreeSet::new();
    for _ in 0..3 {
        for path in [&acme.v1, &acme.public, "/nope", "/healthz", "/readyz"] {
            let answer = acme.owner.get(path).await;
            let id = answer.header("x-request-id").to_owned();
            assert!(seen.insert(id), "{path}: the same id twice");
        }
    }
}
