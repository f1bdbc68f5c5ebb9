//! Content types other than JSON, and bodies that are too large.

use reqwest::Method;
use rstest_reuse::apply;

use super::{Operations, assert_kind, valid_body};
use crate::support::{self, Server, each_database};

/// The size of the largest accepted body, in bytes.
const MAX_BODY: usize = 1024 * 1024;

#[apply(each_database)]
async fn other_content_types_are_refused(database: support::Database) {
    let server = Server::start(database).await;
    let operations = Operations::on(&server).await;
    let owner = &operations.acme.owner;
    for (method, path) in operations.targets() {
        let body = valid_body(&method, path).to_string();
        let without = owner
            .send(owner.request(method.clone(), path).body(body.clone()))
            .await;
        let empty = owner.send(owner.request(method.clone(), path)).await;
        let mut answers = vec![("none", without), ("none, no body", empty)];
        for content_type in [
            "",
            "text/plain",
            "text/json",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/jsonx",
            "application/xjson",
            "application/json-patch+json",
            "application/vnd.api+json",
            "application/octet-stream",
            "application",
            "application/",
            "json",
            "*/*",
            "application/json, text/plain",
            "text/plain; application/json",
        ] {
            let answer = operations
                .send(&method, path, content_type, body.as_bytes())
                .await;
            answers.push((content_type, answer));
        }
        for (content_type, answer) in answers {
            assert_eq!(answer.status, 415, "{path} {content_type:?}");
            assert_kind(
                &answer,
                path,
                "UNSUPPORTED_MEDIA_TYPE",
                "UnsupportedMediaType",
            );
        }
    }
    operations.assert_nothing_changed().await;
}

#[apply(each_database)]
async fn json_may_be_named_with_a_character_set_and_in_any_case(database: support::Database) {
    let server = Server::start(database).await;
    let operations = Operations::on(&server).await;
    for path in operations.acme.paths() {
        for content_type in [
            "application/json",
            "application/json; charset=utf-8",
            "application/json;charset=UTF-8",
            "Application/JSON",
            "application/json; charset=\"utf-8\"",
        ] {
            let answer = operations
                .send(&Method::PATCH, path, content_type, b"{}")
                .await;
            assert_eq!(answer.status, 200, "{content_type}");
        }
    }
}

/// A valid body, padded with spaces to that length.
fn padded(method: &Method, path: &str, length: usize) -> String {
    let body = valid_body(method, path).to_string();
    let padding = " ".repeat(length - body.len());
    body + &padding
}

/// The body in two chunks.
fn chunked(body: &str) -> Vec<u8> {
    let (first, second) = body.split_at(body.len() / 2);
    let chunk = |part: &str| format!("{:x}\r\n{part}\r\n", part.len());
    format!("{}{}0\r\n\r\n", chunk(first), chunk(second)).into()
}

#[apply(each_database)]
async fn bodies_over_the_limit_are_refused(database: support::Database) {
    let server = Server::start(database).await;
    let operations = Operations::on(&server).await;
    let owner = &operations.acme.owner;
    let lines = [
        "Content-Type: application/json",
        "Transfer-Encoding: chunked",
    ];
    for (method, path) in operations.targets() {
        for length in [MAX_BODY + 1, 5 * MAX_BODY] {
            let body = padded(&method, path, length);
            let sized = operations
                .send(&method, path, "application/json", body.as_bytes())
                .await;
            let chunked = owner
                .send_raw(method.clone(), path, &lines, &chunked(&body))
                .await;
            for answer in [sized, chunked] {
                assert_eq!(answer.status, 413, "{path} {length}");
                assert_kind(&answer, path, "PAYLOAD_TOO_LARGE", "PayloadTooLarge");
            }
        }
    }
    operations.assert_nothing_changed().await;
}

#[apply(each_database)]
async fn a_body_at_the_limit_is_read(database: support::Database) {
    let server = Server::start(database).await;
    let operations = Operations::on(&server).await;
    let owner = &operations.acme.owner;
    let lines = [
        "Content-Type: application/json",
        "Transfer-Encoding: chunked",
    ];
    for (method, path) in operations.targets() {
        let body = padded(&method, path, MAX_BODY);
        let answer = operations
            .send(&method, path, "application/json", body.as_bytes())
            .await;
        assert!(answer.status.is_success(), "{path}: {}", answer.body);
        assert_eq!(answer.organization()["name"], "New");
        // A repeated creation conflicts with the slug that it has just taken.
        let again = owner
            .send_raw(method.clone(), path, &lines, &chunked(&body))
            .await;
        let expected = if method == Method::POST { 409 } else { 200 };
        assert_eq!(again.status, expected, "{path}");
    }
}

#[apply(each_database)]
async fn a_large_text_is_refused_for_its_length_and_not_repeated(database: support::Database) {
    let server = Server::start(database).await;
    let operations = Operations::on(&server).await;
    for path in operations.acme.paths() {
        let body = serde_json::json!({ "name": "n".repeat(MAX_BODY - 100) });
        let answer = operations.patch(path, body).await;
        assert_eq!(answer.violations(), [("body", "/name", "maxLength")]);
        assert!(answer.body.to_string().len() < 1000);
    }
    operations.assert_nothing_changed().await;
}

#[apply(each_database)]
async fn a_body_that_breaks_off_changes_nothing(database: support::Database) {
    let server = Server::start(database).await;
    let operations = Operations::on(&server).await;
    let acme = &operations.acme;
    // The JSON that arrives is complete, but the request is not.
    for (line, body) in [
        ("Content-Length: 100", &b"{\"name\":\"New\"}"[..]),
        ("Transfer-Encoding: chunked", b"e\r\n{\"name\":\"New\"}\r\n"),
        (
            "Transfer-Encoding: chunked",
            b"zz\r\n{\"name\":\"New\"}\r\n0\r\n\r\n",
        ),
    ] {
        for path in acme.paths() {
            let lines = ["Content-Type: application/json", line];
            acme.owner
                .send_and_hang_up(Method::PATCH, path, &lines, body)
                .await;
        }
    }
    operations.assert_nothing_changed().await;
}

#[apply(each_database)]
async fn an_update_may_be_named_a_merge_patch(database: support::Database) {
    let server = Server::start(database).await;
    let operations = Operations::on(&server).await;
    for (method, path) in operations.targets() {
        let body = valid_body(&method, path).to_string();
        let answer = operations
            .send(
                &method,
                path,
                "application/merge-patch+json",
                body.as_bytes(),
            )
            .await;
        match method == Method::PATCH {
            true => assert_eq!(answer.status, 200, "{path}: {}", answer.body),
            false => assert_eq!(answer.status, 415, "{path}"),
        }
    }
}

#[apply(each_database)]
async fn a_415_names_the_media_types_that_are_taken(database: support::Database) {
    let server = Server::start(database).await;
    let operations = Operations::on(&server).await;
    for (method, path) in operations.targets() {
        let answer = operations.send(&method, path, "text/plain", b"{}").await;
        let (name, types) = match method == Method::PATCH {
            true => (
                "accept-patch",
                "application/json, application/merge-patch+json",
            ),
            false => ("accept-post", "application/json"),
        };
        assert_eq!(answer.headers[name], types, "{method} {path}");
    }
}

#[apply(each_database)]
async fn a_byte_order_mark_is_ignored(database: support::Database) {
    let server = Server::start(database).await;
    let operations = Operations::on(&server).await;
    for path in operations.acme.paths() {
        let body = b"\xEF\xBB\xBF{\"name\":\"With a mark\"}";
        let answer = operations
            .send(&Method::PATCH, path, "application/json", body)
            .await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    }
}
