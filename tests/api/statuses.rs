//! Every status that an operation declares can happen; the tests here provoke each one.

use How::*;
use reqwest::RequestBuilder;
use reqwest::header::{CONTENT_TYPE, IF_MATCH, IF_NONE_MATCH};
use rstest_reuse::apply;
use serde_json::{Value, json};

use crate::support::{
    self, Answer, Contract, Database, Operation, Server, User, assert_covered, each_database,
};

/// How to make an operation respond with a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// With the document's own request.
    Example,
    NoCredential,
    /// By a caller who is not a member.
    Outsider,
    /// To an organization that does not exist.
    NoOrganization,
    /// With a body that has an unknown member.
    UnknownMember,
    /// With an invalid identifier.
    BadPath,
    /// With a limit that is too small.
    BadQuery,
    /// With the slug of another organization.
    TakenSlug,
    /// With an `If-None-Match` that matches.
    KnownTag,
    /// With an `If-Match` that does not match.
    StaleTag,
    /// With a body of one byte more than 1 MiB.
    LargeBody,
    /// With a body whose content type is not JSON.
    PlainText,
    /// On a database without one of its tables.
    BrokenDatabase,
    /// On a database that refuses connections. Only PostgreSQL can do this.
    CutOff,
}

const LIST: &[(u16, How)] = &[
    (200, Example),
    (400, BadQuery),
    (401, NoCredential),
    (500, BrokenDatabase),
    (503, CutOff),
];

const CREATE: &[(u16, How)] = &[
    (201, Example),
    (400, UnknownMember),
    (401, NoCredential),
    (409, TakenSlug),
    (413, LargeBody),
    (415, PlainText),
    (500, BrokenDatabase),
    (503, CutOff),
];

const GET: &[(u16, How)] = &[
    (200, Example),
    (304, KnownTag),
    (400, BadPath),
    (401, NoCredential),
    (403, Outsider),
    (404, NoOrganization),
    (412, StaleTag),
    (500, BrokenDatabase),
    (503, CutOff),
];

const UPDATE: &[(u16, How)] = &[
    (200, Example),
    (400, UnknownMember),
    (401, NoCredential),
    (403, Outsider),
    (404, NoOrganization),
    (412, StaleTag),
    (413, LargeBody),
    (415, PlainText),
    (500, BrokenDatabase),
    (503, CutOff),
];

const DELETE: &[(u16, How)] = &[
    (200, Example),
    (400, BadPath),
    (401, NoCredential),
    (403, Outsider),
    (404, NoOrganization),
    (412, StaleTag),
    (500, BrokenDatabase),
    (503, CutOff),
];

const CASES: &[(&str, &[(u16, How)])] = &[
    ("public_list_organizations", LIST),
    ("public_create_organization", CREATE),
    ("public_get_organization", GET),
    ("public_update_organization", UPDATE),
    ("v1_create_organization", CREATE),
    ("v1_get_organization", GET),
    ("v1_update_organization", UPDATE),
    ("v1_delete_organization", DELETE),
    ("v1_list_organizations", LIST),
];

fn operation(id: &str) -> &'static Operation {
    let operations = &Contract::get().operations;
    let operation = operations.iter().find(|operation| operation.id == id);
    operation.unwrap_or_else(|| panic!("there is no {id}"))
}

/// The request that makes the operation respond as the case says. It uses its own organization, which has the
/// given slug.
async fn request(
    (operation, how): (&Operation, How),
    server: &Server,
    owner: &User,
) -> RequestBuilder {
    let slug = format!("case-{how:?}").to_lowercase();
    let id = owner.organization(&slug).await;
    let path = operation.path_of(&id);
    let with = |member: &str, value: &str| {
        let mut body = operation.example.clone().unwrap();
        body[member] = json!(value);
        operation.request(owner, &id).json(&body)
    };
    match how {
        Example | BrokenDatabase | CutOff => operation.request(owner, &id),
        NoCredential => operation.request(&server.stranger(), &id),
        Outsider => operation.request(&server.user("outsider").await, &id),
        NoOrganization => operation.request(owner, "org_none"),
        UnknownMember => with("nmae", "Acme"),
        BadPath => operation.request(owner, "org.bad"),
        BadQuery => operation.request_at(owner, &format!("{path}?limit=0")),
        TakenSlug => with("slug", &slug),
        KnownTag => operation.request(owner, &id).header(IF_NONE_MATCH, "\"1\""),
        StaleTag => operation.request(owner, &id).header(IF_MATCH, "\"2\""),
        LargeBody => operation
            .request(owner, &id)
            .body(vec![b' '; 1024 * 1024 + 1]),
        PlainText => {
            let request = owner.request(operation.method.clone(), &path);
            request.header(CONTENT_TYPE, "text/plain").body("{}")
        }
    }
}

#[test]
fn the_cases_are_what_the_document_declares() {
    let declared = Contract::get().operations.iter().flat_map(|operation| {
        let statuses = operation.responses.iter().map(|response| response.status);
        statuses.map(|status| (operation.id.as_str(), status))
    });
    let covered = CASES.iter().flat_map(|&(id, cases)| {
        let statuses = cases.iter().map(|(status, _)| *status);
        statuses.map(move |status| (id, status))
    });
    assert_covered("cases of a status", declared, covered);
}

#[apply(each_database)]
async fn every_declared_status_happens(database: support::Database) {
    for &(id, cases) in CASES {
        let server = Server::start(database).await;
        let owner = server.user("owner").await;
        let whole = |(_, how): &&(u16, How)| !matches!(how, BrokenDatabase | CutOff);
        for (status, how) in cases.iter().filter(whole) {
            let request = request((operation(id), *how), &server, &owner).await;
            let answer = owner.send(request).await;
            assert_eq!(answer.status, *status, "{id} by {how:?}: {}", answer.body);
        }
    }
}

#[apply(each_database)]
async fn a_fault_of_the_database_is_told_to_the_log_alone(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let id = owner.organization("acme-corp").await;
    server.storage.execute("DROP TABLE memberships").await;
    for &(name, cases) in CASES {
        let (status, _) = cases
            .iter()
            .find(|(_, how)| *how == BrokenDatabase)
            .unwrap();
        let answer = failing(name, &owner, &id).await;
        assert_eq!(answer.status, *status, "{name}");
        assert_tells_nothing(&answer, "Something went wrong on our side.");
        assert_logged_once(&server, name, "memberships").await;
    }
}

/// A SQLite file cannot be cut off: a 503 needs another process that locks it for seconds.
#[tokio::test]
#[ignore = "needs PostgreSQL: tests/run starts one"]
async fn a_database_that_is_away_is_told_as_such() {
    let server = Server::start(Database::Postgres).await;
    let owner = server.user("owner").await;
    let id = owner.organization("acme-corp").await;
    server.storage.cut_off().await;
    for &(name, cases) in CASES {
        let (status, _) = cases.iter().find(|(_, how)| *how == CutOff).unwrap();
        let answer = failing(name, &owner, &id).await;
        assert_eq!(answer.status, *status, "{name}");
        assert_tells_nothing(&answer, "The database does not answer at the moment.");
        assert_eq!(answer.header("retry-after"), "1");
        assert_logged_once(&server, name, "").await;
    }
}

/// Sends the operation's own request, with the operation's name as its request id.
async fn failing(name: &str, owner: &User, id: &str) -> Answer {
    let request = operation(name).request(owner, id);
    owner.send(request.header("x-request-id", name)).await
}

/// The body has the documented text, the request id, and nothing else that could reveal the cause.
fn assert_tells_nothing(answer: &Answer, text: &str) {
    let mut error = answer.body["error"].clone();
    let error = error.as_object_mut().unwrap();
    assert_eq!(
        error.remove("requestId").unwrap(),
        answer.header("x-request-id")
    );
    let kinds = [error.remove("title"), error.remove("code")];
    assert_eq!(kinds.iter().flatten().count(), 1, "{}", answer.body);
    let rest: Vec<_> = error.values().collect();
    assert_eq!(rest, [text], "{}", answer.body);
}

async fn assert_logged_once(server: &Server, request_id: &str, cause: &str) {
    let answered = format!(r#""id":"{request_id}""#);
    let entries = |log: &str| -> Vec<Value> {
        let lines = log.lines().filter(|line| line.contains(&answered));
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    // The last log line of a request is its response.
    let is_complete = |log: &str| {
        let last = entries(log).pop();
        last.is_some_and(|entry| entry["fields"]["message"] == "answered")
    };
    let log = server.log_until(is_complete).await;
    let entries = entries(&log);
    let errors: Vec<_> = entries
        .iter()
        .filter(|entry| entry["level"] == "ERROR")
        .collect();
    let [error] = errors[..] else {
        panic!("{} errors of {request_id} in {log}", errors.len());
    };
    let told = error["fields"]["cause"].as_str().unwrap();
    assert!(!told.is_empty() && told.contains(cause), "{told}");
}
