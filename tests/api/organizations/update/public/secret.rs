//! `include=jwtSecret`: a response contains the embed secret only on request.

use rstest_reuse::apply;
use serde_json::json;

use crate::support::{self, Answer, Organization, Server, each_database};

/// The secret in a response that may contain it.
fn secret(answer: &Answer) -> String {
    assert!(answer.status.is_success(), "{}", answer.body);
    assert_eq!(answer.header("cache-control"), "no-store");
    let secret = answer.body["data"]["jwtSecret"].as_str().unwrap();
    assert!(secret.len() >= 32, "too short for HS256");
    secret.to_owned()
}

#[apply(each_database)]
async fn the_secret_is_shown_on_request_and_stays_the_same(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let body = json!({ "name": "Acme Corp" });
    let created = owner
        .post("/api/public/organizations?include=jwtSecret", body)
        .await;
    let path = created.header("location").to_owned();
    let asking = format!("{path}?include=jwtSecret");
    let shown = [
        created,
        owner.get(&asking).await,
        owner.patch(&asking, json!({})).await,
        owner.patch(&asking, json!({ "name": "Acme Labs" })).await,
    ];
    let secrets = shown.each_ref().map(secret);
    assert!(secrets.iter().all(|secret| *secret == secrets[0]));
    let id = shown[0].body["data"]["id"].as_str().unwrap();
    let admin = server.member(id, "admin").await;
    assert_eq!(secret(&admin.patch(&asking, json!({})).await), secrets[0]);
}

#[apply(each_database)]
async fn the_secret_is_in_no_answer_that_was_not_asked_for_it(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let asking = format!("{}?include=jwtSecret", acme.public);
    let secret = secret(&acme.owner.get(&asking).await);
    let owner = &acme.owner;
    for answer in [
        owner.get(&acme.public).await,
        owner.patch(&acme.public, json!({})).await,
        owner
            .patch(&acme.public, json!({ "name": "Acme Labs" }))
            .await,
        owner.get("/api/public/organizations").await,
        owner
            .get("/api/public/organizations?include=jwtSecret")
            .await,
        owner.get(&acme.v1).await,
        owner.get(&format!("{}?include=jwtSecret", acme.v1)).await,
        owner
            .patch(&format!("{}?include=jwtSecret", acme.v1), json!({}))
            .await,
        owner
            .get("/api/v1/users/me/organizations?include=jwtSecret")
            .await,
        owner.patch(&asking, json!({ "jwtSecret": "mine" })).await,
        owner
            .delete(&format!("{}?include=jwtSecret", acme.v1))
            .await,
    ] {
        assert!(
            !answer.body.to_string().contains(&secret),
            "{}",
            answer.body
        );
        assert_eq!(answer.body.pointer("/data/jwtSecret"), None);
    }
    assert!(!server.log().contains(&secret));
}

#[apply(each_database)]
async fn each_organization_has_a_secret_of_its_own(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let mut secrets = Vec::new();
    for slug in ["acme-corp", "acme-labs"] {
        let acme = Organization::bare(&owner, slug).await;
        let asking = format!("{}?include=jwtSecret", acme.public);
        secrets.push(secret(&owner.get(&asking).await));
    }
    assert_ne!(secrets[0], secrets[1]);
}

#[apply(each_database)]
async fn members_and_viewers_are_refused_the_secret(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let asking = format!("{}?include=jwtSecret", acme.public);
    for role in ["member", "viewer"] {
        let user = server.member(&acme.id, role).await;
        assert_eq!(user.get(&acme.public).await.status, 200, "{role}");
        for refused in [
            user.get(&asking).await,
            user.patch(&asking, json!({})).await,
        ] {
            assert_eq!(
                (refused.status.as_u16(), refused.kind()),
                (403, "Forbidden")
            );
        }
    }
    let outsider = server.user("outsider").await;
    assert_eq!(outsider.get(&asking).await.status, 403);
}

#[apply(each_database)]
async fn other_and_repeated_includes_are_refused_and_change_nothing(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let before = acme.state().await;
    for (query, code) in [
        ("include=", "enum"),
        ("include", "enum"),
        ("include=secret", "enum"),
        ("include=jwtsecret", "enum"),
        ("include=jwtSecret,jwtSecret", "enum"),
        ("include=jwtSecret%20", "enum"),
        ("include=%00", "enum"),
        ("include=%ff", "encoding"),
        ("include=jwtSecret&include=jwtSecret", "duplicate"),
        ("include=jwtSecret&include=other", "duplicate"),
    ] {
        let expected = [("query", "/include", code)];
        let path = format!("{}?{query}", acme.public);
        let name = json!({ "name": "Acme Labs" });
        let refused = acme.owner.patch(&path, name.clone()).await;
        assert_eq!(refused.violations(), expected, "{query}");
        assert_eq!(
            acme.owner.get(&path).await.violations(),
            expected,
            "{query}"
        );
        let path = format!("/api/public/organizations?{query}");
        assert_eq!(
            acme.owner.post(&path, name).await.violations(),
            expected,
            "{query}"
        );
    }
    assert_eq!(acme.state().await, before);
    let listed = acme.owner.get("/api/public/organizations").await;
    assert_eq!(listed.body["data"].as_array().map(Vec::len), Some(1));
}

#[apply(each_database)]
async fn misspelt_includes_are_refused_by_name(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    for (query, pointer) in [
        ("inclde=jwtSecret", "/inclde"),
        ("include[]=jwtSecret", "/include[]"),
        ("include=jwtSecret&Include=jwtSecret", "/Include"),
    ] {
        let refused = acme.owner.get(&format!("{}?{query}", acme.public)).await;
        assert_eq!(
            refused.violations(),
            [("query", pointer, "unknown")],
            "{query}"
        );
    }
}
