//! Path segments that are not the id of an organization, sent without changes.

use reqwest::Method;
use rstest_reuse::apply;

use super::Operations;
use crate::support::{self, Server, each_database};

/// Path segments, and the status that each one causes.
fn segments() -> Vec<(String, u16)> {
    let refused = [
        "%00",
        "org%00",
        "%ff",
        "%c3%28",
        "%c0%80",
        "%ed%a0%80",
        "%20",
        "a%20b",
        "+",
        "a+b",
        "%2F",
        "org%2F..%2Forg",
        "%5C",
        ".",
        "..",
        "%2e",
        "%2e%2e",
        "%2E%2E%2f",
        "%",
        "%zz",
        "%0",
        "a%0Ab",
        "%C3%A9",
        "%F0%9F%9A%80",
        "org:x",
        "org;x=1",
        "org,x",
        "*",
        "'",
        "'%20OR%201=1--",
        "{id}",
        "$(id)",
        "%3Cscript%3E",
        "org%3Finclude",
        "%23",
        "~",
        "@",
    ];
    let absent = [
        "org_absent",
        "0",
        "-",
        "_",
        "null",
        "undefined",
        "__proto__",
        "me",
        "%6Frg",
    ];
    let mut segments: Vec<_> = refused.map(|segment| (segment.to_owned(), 400)).to_vec();
    segments.extend(absent.map(|segment| (segment.to_owned(), 404)));
    segments.push(("o".repeat(64), 404));
    segments.push(("o".repeat(65), 400));
    segments.push(("o".repeat(5000), 400));
    segments
}

const JSON: [&str; 2] = ["Content-Type: application/json", "Content-Length: 14"];
const BODY: &[u8] = b"{\"name\":\"New\"}";

#[apply(each_database)]
async fn strange_segments_are_refused(database: support::Database) {
    let server = Server::start(database).await;
    let operations = Operations::on(&server).await;
    let owner = &operations.acme.owner;
    for (segment, status) in segments() {
        for (collection, parameter) in [
            ("/api/v1/organizations", "/orgId"),
            ("/api/public/organizations", "/id"),
        ] {
            let path = format!("{collection}/{segment}");
            let mut answers = vec![
                owner.send_raw(Method::GET, &path, &[], b"").await,
                owner.send_raw(Method::PATCH, &path, &JSON, BODY).await,
            ];
            if collection.contains("v1") {
                answers.push(owner.send_raw(Method::DELETE, &path, &[], b"").await);
            }
            for answer in answers {
                assert_eq!(answer.status, status, "{path}");
                assert_eq!(
                    answer.body["error"]["requestId"],
                    answer.header("x-request-id")
                );
                if status == 400 {
                    for (part, pointer, _) in answer.violations() {
                        assert_eq!((part, pointer), ("path", parameter), "{path}");
                    }
                }
            }
        }
    }
    operations.assert_nothing_changed().await;
}

#[apply(each_database)]
async fn an_id_may_be_percent_encoded(database: support::Database) {
    let server = Server::start(database).await;
    let operations = Operations::on(&server).await;
    let acme = &operations.acme;
    let encoded: String = acme.id.bytes().map(|byte| format!("%{byte:02X}")).collect();
    for path in acme.paths() {
        let path = path.replace(&acme.id, &encoded);
        let answer = acme.owner.send_raw(Method::GET, &path, &[], b"").await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.organization()["id"], acme.id.as_str());
    }
}

#[apply(each_database)]
async fn an_id_is_compared_letter_by_letter(database: support::Database) {
    let server = Server::start(database).await;
    let operations = Operations::on(&server).await;
    let acme = &operations.acme;
    for id in [
        acme.id.to_uppercase(),
        acme.id[..acme.id.len() - 1].to_owned(),
    ] {
        for path in acme.paths() {
            let path = path.replace(&acme.id, &id);
            assert_eq!(acme.owner.get(&path).await.status, 404, "{path}");
        }
    }
}

#[apply(each_database)]
async fn strange_paths_are_not_found(database: support::Database) {
    let server = Server::start(database).await;
    let operations = Operations::on(&server).await;
    let acme = &operations.acme;
    for path in [
        format!("{}/", acme.v1),
        format!("/api/v1/organizations//{}", acme.id),
        format!("/api/v1/organizations/../organizations/{}", acme.id),
        format!("/api/v1/./organizations/{}", acme.id),
        format!("/api/v1%2Forganizations/{}", acme.id),
        format!("/api/public/../v1/organizations/{}", acme.id),
        "/../../etc/passwd".to_owned(),
        "/docs/../../Cargo.toml".to_owned(),
        "/%00".to_owned(),
        "/%ff".to_owned(),
    ] {
        let answer = acme.owner.send_raw(Method::GET, &path, &[], b"").await;
        assert_eq!(answer.status, 404, "{path}");
        if !path.starts_with("/docs") {
            assert_eq!(
                answer.body["error"]["requestId"],
                answer.header("x-request-id")
            );
        }
    }
}
