//! Bodies that are not JSON, are not an object, or have a member twice.

use rstest_reuse::apply;

use super::{Operations, assert_kind};
use crate::support::{self, Server, each_database};

/// Bodies that are not JSON (RFC 8259), or JSON with strings that are not valid Unicode.
fn malformed() -> Vec<Vec<u8>> {
    let texts = [
        "",
        " \n",
        "{",
        "}",
        "{\"name\"",
        "{\"name\":}",
        "{\"name\":\"New\"",
        "{\"name\":\"New\",}",
        "{,}",
        "{name:\"New\"}",
        "{'name':'New'}",
        "{\"name\":\"New\"} x",
        "{\"name\":\"New\"}{}",
        "{\"name\":\"New\"}\0",
        "{\"name\":\"New\"} // why",
        "{\"name\":NaN}",
        "NaN",
        "{\"name\":Infinity}",
        "{\"name\":undefined}",
        "{\"name\":TRUE}",
        "{\"name\":01}",
        "{\"name\":\"a\nb\"}",
        "{\"name\":\"\u{1}\"}",
        "{\"name\":\"\\x41\"}",
        "{\"name\":\"\\u12\"}",
        "{\"name\":\"\\ud800\"}",
        "{\"name\":\"\\udc00\"}",
        "{\"name\":\"\\ude80\\ud83d\"}",
        "{\"\\ud800\":\"New\"}",
        "name=New",
        "<name>New</name>",
    ];
    let mut bodies = texts.map(|text| text.as_bytes().to_vec()).to_vec();
    bodies.push(b"{\"name\":\"\xff\"}".to_vec());
    bodies.push(b"{\"name\":\"\xc0\x80\"}".to_vec());
    bodies.push(b"{\"name\":\"\xed\xa0\x80\"}".to_vec());
    bodies.push(b"{\"\xff\":1}".to_vec());
    bodies.push(
        "{\"name\":\"New\"}"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect(),
    );
    for (open, close) in [("[", "]"), ("{\"settings\":", "}"), ("{\"name\":[", "]}")] {
        let levels = 10_000;
        bodies.push(
            [&open.repeat(levels), "null", &close.repeat(levels)]
                .concat()
                .into(),
        );
        bodies.push(open.repeat(levels).into());
    }
    bodies
}

#[apply(each_database)]
async fn what_is_not_json_is_a_parse_error(database: support::Database) {
    let server = Server::start(database).await;
    let operations = Operations::on(&server).await;
    for (method, path) in operations.targets() {
        for body in malformed() {
            let about = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
            let answer = operations
                .send(&method, path, "application/json", &body)
                .await;
            assert_eq!(answer.status, 400, "{about:?}: {}", answer.body);
            assert_kind(&answer, path, "PARSE_ERROR", "ValidationError");
        }
    }
    operations.assert_nothing_changed().await;
}

#[apply(each_database)]
async fn what_is_no_object_is_a_fault_of_the_whole_body(database: support::Database) {
    let server = Server::start(database).await;
    let operations = Operations::on(&server).await;
    for (method, path) in operations.targets() {
        for body in [
            "null",
            "true",
            "0",
            "\"name\"",
            "[]",
            "[\"New\"]",
            "[{\"name\":\"New\"}]",
            "[\"New\",\"new-slug\",null,null,null]",
        ] {
            let answer = operations
                .send(&method, path, "application/json", body.as_bytes())
                .await;
            assert_eq!(answer.violations(), [("body", "", "type")], "{path} {body}");
            assert_kind(&answer, path, "VALIDATION_ERROR", "ValidationError");
        }
    }
    operations.assert_nothing_changed().await;
}

/// Bodies by method and surface, and the members that each body has twice.
const DOUBLED: [(&str, &str, &str, &[&str]); 14] = [
    ("PATCH", "v1", r#"{"name":"A","name":"B"}"#, &["/name"]),
    ("PATCH", "v1", r#"{"name":"A","name":"A"}"#, &["/name"]),
    ("PATCH", "v1", r#"{"name":"A","n\u0061me":"B"}"#, &["/name"]),
    (
        "PATCH",
        "v1",
        r#"{"logoUrl":null,"logoUrl":null}"#,
        &["/logoUrl"],
    ),
    (
        "PATCH",
        "v1",
        r#"{"settings":{},"settings":{}}"#,
        &["/settings"],
    ),
    (
        "PATCH",
        "v1",
        r#"{"settings":{"billing":null,"billing":{"taxId":"A"}}}"#,
        &["/settings/billing"],
    ),
    (
        "PATCH",
        "v1",
        r##"{"settings":{"branding":{"primaryColor":"#1","primaryColor":"#2"}}}"##,
        &["/settings/branding/primaryColor"],
    ),
    (
        "PATCH",
        "v1",
        r#"{"name":"A","name":"B","settings":{"features":{"webhooks":true,"webhooks":null}}}"#,
        &["/name", "/settings/features/webhooks"],
    ),
    ("PATCH", "public", r#"{"name":"A","name":"B"}"#, &["/name"]),
    (
        "PATCH",
        "public",
        r#"{"customAiContext":null,"customAiContext":"B"}"#,
        &["/customAiContext"],
    ),
    (
        "PATCH",
        "public",
        r#"{"embedAllowedOrigins":["https://a.com"],"embedAllowedOrigins":[]}"#,
        &["/embedAllowedOrigins"],
    ),
    (
        "PATCH",
        "public",
        r#"{"isBillable":false,"isBillable":false}"#,
        &["/isBillable"],
    ),
    (
        "POST",
        "v1",
        r#"{"name":"A","slug":"acme-a","slug":"acme-b"}"#,
        &["/slug"],
    ),
    ("POST", "public", r#"{"name":"A","name":"B"}"#, &["/name"]),
];

#[apply(each_database)]
async fn members_given_twice_are_named(database: support::Database) {
    let server = Server::start(database).await;
    let operations = Operations::on(&server).await;
    for (method, surface, body, pointers) in DOUBLED {
        let targets = operations.targets();
        let target = targets
            .iter()
            .find(|(of, path)| *of == method && path.split('/').nth(2) == Some(surface));
        let (method, path) = target.unwrap();
        let answer = operations
            .send(method, path, "application/json", body.as_bytes())
            .await;
        let pointers = pointers
            .iter()
            .map(|pointer| ("body", *pointer, "duplicate"));
        assert_eq!(answer.violations(), pointers.collect::<Vec<_>>(), "{body}");
        assert_kind(&answer, path, "VALIDATION_ERROR", "ValidationError");
    }
    operations.assert_nothing_changed().await;
}

#[apply(each_database)]
async fn json_may_be_written_in_any_way_that_means_the_same(database: support::Database) {
    let server = Server::start(database).await;
    let operations = Operations::on(&server).await;
    for path in operations.acme.paths() {
        for (number, (body, name)) in [
            (" \t\r\n{ \"name\" : \"Spaced\" } \n", "Spaced"),
            (r#"{"\u006eame":"\ud83d\ude80\u0041\/"}"#, "🚀A/"),
            ("{\"name\":\"🚀\"}", "🚀"),
            (r#"{"name":"\uffff\"\\"}"#, "\u{ffff}\"\\"),
        ]
        .into_iter()
        .enumerate()
        {
            let answer = operations.acme.owner.patch_bytes(path, body).await;
            assert_eq!(answer.status, 200, "{number} {path}: {}", answer.body);
            assert_eq!(answer.organization()["name"], name, "{path}");
        }
    }
    let acme = &operations.acme;
    let sent = async |body: &str| acme.owner.patch_bytes(&acme.v1, body).await;
    let answer = sent(r#"{"description":"\n\r\t"}"#).await;
    assert_eq!(answer.body["description"], "\n\r\t", "{}", answer.body);
    for body in [r#"{"description":"\b"}"#, r#"{"description":"\f"}"#] {
        let expected = [("body", "/description", "pattern")];
        assert_eq!(sent(body).await.violations(), expected, "{body}");
    }
}
