//! `ETag`, `If-Match` and `If-None-Match`, the same on both surfaces.

use reqwest::Method;
use rstest_reuse::apply;
use serde_json::{Value, json};

use crate::support::{self, Answer, Organization, Server, User, each_database};

mod order;
mod reverse;

/// Sends a PATCH with these `If-Match` lines.
async fn patch(user: &User, path: &str, if_match: &[&str], body: &Value) -> Answer {
    let request = user.request(Method::PATCH, path).json(body);
    let lines = if_match.iter();
    user.send(lines.fold(request, |request, line| request.header("if-match", *line)))
        .await
}

/// The fields that make an answer depend on the present version.
async fn conditional(
    user: &User,
    (method, path): (Method, &str),
    fields: &[(&str, &str)],
) -> Answer {
    let request = user.request(method.clone(), path);
    let request = match method {
        Method::PATCH => request.json(&json!({ "name": "Conditional" })),
        _ => request,
    };
    let fields = fields.iter();
    user.send(fields.fold(request, |request, (name, value)| {
        request.header(*name, *value)
    }))
    .await
}

async fn get(user: &User, path: &str, if_none_match: &[&str]) -> Answer {
    let request = user.request(Method::GET, path);
    let lines = if_none_match.iter();
    user.send(lines.fold(request, |request, line| {
        request.header("if-none-match", *line)
    }))
    .await
}

async fn delete(user: &User, path: &str, if_match: &str) -> Answer {
    let request = user.request(Method::DELETE, path);
    user.send(request.header("if-match", if_match)).await
}

async fn etag(acme: &Organization) -> String {
    let etag = acme.owner.get(&acme.v1).await.header("etag").to_owned();
    assert!(etag.starts_with('"') && etag.ends_with('"') && etag.len() > 2);
    etag
}

/// Values of `If-Match` or `If-None-Match` that contain this tag, and how.
fn listing(etag: &str) -> Vec<Vec<String>> {
    let coded = |coding: &str| vec![format!("{}-{coding}\"", etag.strip_suffix('"').unwrap())];
    vec![
        vec![format!("{etag},")],
        vec![format!(", ,{etag} ,\t, \"other\" ,,")],
        vec![format!("W/{etag}")],
        vec![format!("\"other\", W/{etag}")],
        coded("gzip"),
        coded("br"),
        coded("zstd"),
        vec![format!("W/{}", coded("gzip")[0])],
        vec![etag.to_owned()],
        vec![format!("\"other\", {etag}")],
        vec![format!("{etag} ,\"other\"")],
        vec![format!("\"\",W/\"0\",\t{etag},\"a,b\"")],
        vec!["\"other\"".to_owned(), etag.to_owned()],
    ]
}

const MALFORMED: [&str; 13] = [
    "",
    "1",
    "\"1",
    "1\"",
    "'1'",
    "w/\"1\"",
    "*, \"1\"",
    "\"1\" \"2\"",
    ",",
    ", ,",
    "*,",
    "\"1\",1",
    "\"1\"W/\"2\"",
];

#[apply(each_database)]
async fn each_answer_with_an_organization_has_the_same_tag(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let expected = etag(&acme).await;
    for path in acme.paths() {
        for answer in [
            acme.owner.get(path).await,
            acme.owner.patch(path, json!({})).await,
        ] {
            assert_eq!(answer.header("etag"), expected, "{path}");
        }
    }
}

#[apply(each_database)]
async fn a_created_organization_has_the_tag_that_reading_it_shows(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    for path in ["/api/v1/organizations", "/api/public/organizations"] {
        let slug = if path.contains("v1") {
            "acme-v1"
        } else {
            "acme-public"
        };
        let created = owner
            .post(path, json!({ "name": "Acme", "slug": slug }))
            .await;
        let read = owner.get(created.header("location")).await;
        assert_eq!(created.header("etag"), read.header("etag"), "{path}");
    }
}

#[apply(each_database)]
async fn an_update_of_the_version_seen_goes_through(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    for path in acme.paths() {
        for number in 0..listing("\"1\"").len() {
            let seen = etag(&acme).await;
            let field = listing(&seen)[number].clone();
            let field: Vec<_> = field.iter().map(String::as_str).collect();
            let body = json!({ "name": format!("{path} {number}") });
            let updated = patch(&acme.owner, path, &field, &body).await;
            assert_eq!(updated.status, 200, "{field:?}");
            assert_ne!(updated.header("etag"), seen);
        }
        let any = patch(&acme.owner, path, &["*"], &json!({ "name": path })).await;
        assert_eq!(any.status, 200);
    }
}

#[apply(each_database)]
async fn an_update_of_another_version_is_refused_and_changes_nothing(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let stale = etag(&acme).await;
    let changed = acme
        .owner
        .patch(&acme.v1, json!({ "name": "Acme Labs" }))
        .await;
    let weak = format!("W/{stale}");
    let other = changed.header("etag").replace('"', "");
    let others = [
        format!("\"{other}-\""),
        format!("\"{other}-gzip-gzip\""),
        format!("\"{other}-deflate\""),
        format!("\"0{other}\""),
    ];
    let before = acme.state().await;
    for path in acme.paths() {
        let fields = [&stale, &weak, "\"\"", "\"other\"", "\"1\", \"2\"", "\"*\""];
        for field in fields.into_iter().chain(others.iter().map(String::as_str)) {
            let answer = patch(&acme.owner, path, &[field], &json!({ "name": "Late" })).await;
            assert_eq!(answer.status, 412, "{field}");
            let kind = if path == acme.v1 {
                "PRECONDITION_FAILED"
            } else {
                "PreconditionFailed"
            };
            assert_eq!(answer.kind(), kind);
        }
        // The same holds for an update that would change nothing.
        assert_eq!(
            patch(&acme.owner, path, &[&stale], &json!({})).await.status,
            412
        );
    }
    assert_eq!(delete(&acme.owner, &acme.v1, &stale).await.status, 412);
    assert_eq!(delete(&acme.owner, &acme.v1, &weak).await.status, 412);
    assert_eq!(acme.state().await, before);
}

#[apply(each_database)]
async fn of_two_updates_of_one_version_the_second_is_refused(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let seen = etag(&acme).await;
    let first = patch(&acme.owner, &acme.v1, &[&seen], &json!({ "name": "First" })).await;
    assert_eq!(first.status, 200);
    let second = patch(
        &acme.owner,
        &acme.public,
        &[&seen],
        &json!({ "name": "Second" }),
    )
    .await;
    assert_eq!(second.status, 412);
    assert_eq!(acme.owner.get(&acme.v1).await.body, first.body);
}

#[apply(each_database)]
async fn a_deletion_of_the_version_seen_goes_through(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    for (slug, is_any) in [("acme-seen", false), ("acme-any", true)] {
        let acme = Organization::bare(&owner, slug).await;
        let seen = if is_any {
            "*".to_owned()
        } else {
            etag(&acme).await
        };
        assert_eq!(delete(&owner, &acme.v1, &seen).await.status, 200, "{seen}");
        assert_eq!(delete(&owner, &acme.v1, &seen).await.status, 404, "{seen}");
    }
}

#[apply(each_database)]
async fn malformed_fields_are_refused_and_change_nothing(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let before = acme.state().await;
    for field in MALFORMED {
        let mut answers = vec![(delete(&acme.owner, &acme.v1, field).await, "/If-Match")];
        for path in acme.paths() {
            let body = json!({ "name": "Late" });
            answers.push((patch(&acme.owner, path, &[field], &body).await, "/If-Match"));
            answers.push((get(&acme.owner, path, &[field]).await, "/If-None-Match"));
            let read = (Method::GET, path);
            let read = conditional(&acme.owner, read, &[("if-match", field)]).await;
            answers.push((read, "/If-Match"));
            let write = (Method::PATCH, path);
            let write = conditional(&acme.owner, write, &[("if-none-match", field)]).await;
            answers.push((write, "/If-None-Match"));
        }
        for (answer, pointer) in answers {
            assert_eq!(answer.status, 400, "{field:?}");
            let violations = answer.violations();
            let named = violations.contains(&("header", pointer, "pattern"));
            assert!(named, "{field:?}: {violations:?}");
            assert!(violations.iter().all(|(_, at, _)| *at == pointer));
        }
    }
    assert_eq!(acme.state().await, before);
}

#[apply(each_database)]
async fn a_field_of_bytes_that_are_no_text_is_refused(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let field = reqwest::header::HeaderValue::from_bytes(b"\"\xff\"").unwrap();
    let request = acme.owner.request(Method::PATCH, &acme.v1).json(&json!({}));
    let answer = acme.owner.send(request.header("if-match", field)).await;
    assert_eq!(answer.violations(), [("header", "/If-Match", "encoding")]);
}

#[apply(each_database)]
async fn a_version_that_the_reader_has_is_not_sent_again(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let seen = etag(&acme).await;
    let mut fields = listing(&seen);
    fields.push(vec!["*".to_owned()]);
    for path in acme.paths() {
        for field in &fields {
            let field: Vec<_> = field.iter().map(String::as_str).collect();
            let answer = get(&acme.owner, path, &field).await;
            assert_eq!(answer.status, 304, "{field:?}");
            assert_eq!(answer.body, Value::Null);
            assert_eq!(answer.header("etag"), seen);
        }
        let answer = get(&acme.owner, path, &["\"other\", W/\"0\""]).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.organization()["id"], acme.id.as_str());
    }
}

#[apply(each_database)]
async fn a_changed_version_is_sent_again(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let seen = etag(&acme).await;
    acme.owner
        .patch(&acme.public, json!({ "insightsEnabled": false }))
        .await;
    for path in acme.paths() {
        assert_eq!(get(&acme.owner, path, &[&seen]).await.status, 200, "{path}");
    }
}

#[apply(each_database)]
async fn nobody_learns_from_a_tag_what_they_may_not_read(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let outsider = server.user("outsider").await;
    for path in acme.paths() {
        for (reader, status) in [(&outsider, 403), (&server.stranger(), 401)] {
            assert_eq!(get(reader, path, &["*"]).await.status, status, "{path}");
        }
    }
    let viewer = server.member(&acme.id, "viewer").await;
    let asking = format!("{}?include=jwtSecret", acme.public);
    assert_eq!(get(&viewer, &asking, &["*"]).await.status, 403);
}

#[apply(each_database)]
async fn who_asks_for_the_secret_is_told_it_whatever_they_have(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let asking = format!("{}?include=jwtSecret", acme.public);
    for field in ["*", &etag(&acme).await] {
        let shown = get(&acme.owner, &asking, &[field]).await;
        assert_eq!(shown.status, 200, "{field}");
        assert!(shown.body["data"]["jwtSecret"].is_string());
        assert_eq!(shown.header("cache-control"), "no-store");
    }
}
