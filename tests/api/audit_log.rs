//! The audit log: each change has its entry, and each entry its change.

mod list;

use futures::future::join_all;
use reqwest::Method;
use reqwest::header::IF_MATCH;
use rstest_reuse::apply;
use serde_json::{Value, json};

use crate::support::{self, Organization, Server, each_database};

/// The entries of the organization, oldest first.
async fn entries(server: &Server, id: &str) -> Vec<Value> {
    let list = ["audit", "list", "--limit", "1000", "--organization", id];
    let listed = server.cli(&list).await;
    let newest_first = listed["entries"].as_array().unwrap();
    newest_first.iter().rev().cloned().collect()
}

fn actions(entries: &[Value]) -> Vec<&str> {
    let actions = entries.iter().map(|entry| &entry["action"]);
    actions.map(|action| action.as_str().unwrap()).collect()
}

#[apply(each_database)]
async fn each_action_leaves_its_entry(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let member = server.user("member").await;
    let acme = Organization::bare(&owner, "acme-corp").await;
    let body =
        json!({ "name": "Acme Two", "settings": { "branding": { "primaryColor": "#000" } } });
    let update = owner.request(Method::PATCH, &acme.v1).json(&body);
    let updated = owner.send(update.header("X-Request-Id", "request-1")).await;
    assert_eq!(updated.header("etag"), "\"2\"");
    owner
        .patch(&acme.public, json!({ "fullEmbedEnabled": true }))
        .await;
    for role in ["viewer", "viewer", "admin"] {
        let set = [
            "member",
            "set",
            "--organization",
            &acme.id,
            "--role",
            role,
            "--user",
            &member.id,
        ];
        server.cli(&set).await;
    }
    owner.delete(&acme.v1).await;

    let entries = entries(&server, &acme.id).await;
    let expected = [
        "organization.create",
        "organization.update",
        "organization.update",
        "member.create",
        "member.update",
        "organization.delete",
    ];
    assert_eq!(actions(&entries), expected);
    let update = &entries[1];
    assert_eq!(update["actorId"], *owner.id);
    assert_eq!(update["requestId"], "request-1");
    assert_eq!(update["version"], 2);
    assert_eq!(update["organizationId"], *acme.id);
    let changes = json!([
        { "path": "/name", "from": "Acme Corp", "to": "Acme Two" },
        { "path": "/settings/branding", "from": null, "to": { "primaryColor": "#000" } },
    ]);
    assert_eq!(update["changes"], changes);
    let set = &entries[4];
    assert_eq!(
        (&set["credential"], &set["targetId"]),
        (&json!("command_line"), &json!(member.id))
    );
    assert_eq!(
        set["changes"],
        json!([{ "path": "/role", "from": "viewer", "to": "admin" }])
    );
    assert_eq!(set["version"], Value::Null);
    assert_eq!(entries[5]["version"], 4);
    assert_eq!(entries[5]["changes"][0]["path"], "/deletedAt");
}

#[apply(each_database)]
async fn an_entry_names_the_key_or_the_token(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let acme = Organization::bare(&owner, "acme-corp").await;
    let key = server.cli(&["key", "create", "--user", &owner.id]).await;
    let token = server.cli(&["token", "create", "--user", &owner.id]).await;
    for (name, credential) in [("Key", &key["key"]), ("Token", &token["token"])] {
        let caller = owner.with(credential.as_str().unwrap());
        caller.patch(&acme.v1, json!({ "name": name })).await;
    }
    let entries = entries(&server, &acme.id).await;
    let of = |entry: &Value| (entry["credential"].clone(), entry["apiKeyId"].clone());
    assert_eq!(of(&entries[1]), (json!("api_key"), key["id"].clone()));
    assert_eq!(of(&entries[2]), (json!("token"), Value::Null));
}

#[apply(each_database)]
async fn nothing_changed_and_refused_leave_no_entry(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let stranger = server.user("stranger").await;
    let acme = Organization::bare(&owner, "acme-corp").await;
    owner.patch(&acme.v1, json!({})).await;
    owner.patch(&acme.v1, json!({ "name": "Acme Corp" })).await;
    owner.patch(&acme.v1, json!({ "name": "" })).await;
    stranger.patch(&acme.v1, json!({ "name": "Mine" })).await;
    let stale = owner
        .request(Method::PATCH, &acme.public)
        .header(IF_MATCH, "\"9\"");
    let stale = owner.send(stale.json(&json!({ "name": "Stale" }))).await;
    assert_eq!(stale.status, 412);
    let taken = json!({ "name": "Other", "slug": "acme-corp" });
    assert_eq!(owner.post("/api/v1/organizations", taken).await.status, 409);
    assert_eq!(
        actions(&entries(&server, &acme.id).await),
        ["organization.create"]
    );
}

/// The versions in the log are the versions that were acknowledged, also if several writers compete.
#[apply(each_database)]
async fn concurrent_updates_leave_one_entry_each(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let acme = Organization::bare(&owner, "acme-corp").await;
    let updates = (0..40).map(|number| {
        let (owner, path) = (owner.clone(), acme.paths()[number % 2].to_owned());
        async move {
            let update = owner.request(Method::PATCH, &path);
            let update = match number % 4 {
                3 => update.header(IF_MATCH, "\"1\""),
                _ => update,
            };
            let body = json!({ "name": format!("Acme {number}") });
            owner.send(update.json(&body)).await.status == 200
        }
    });
    let acknowledged = join_all(updates).await.into_iter().filter(|is| *is).count();
    let entries = entries(&server, &acme.id).await;
    let versions = entries
        .iter()
        .map(|entry| entry["version"].as_u64().unwrap());
    assert_eq!(
        versions.collect::<Vec<_>>(),
        (1..=acknowledged as u64 + 1).collect::<Vec<_>>()
    );
    for pair in entries[1..].windows(2) {
        assert_eq!(pair[0]["changes"][0]["to"], pair[1]["changes"][0]["from"]);
    }
}

#[apply(each_database)]
async fn an_entry_that_cannot_be_written_undoes_its_change(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let acme = Organization::bare(&owner, "acme-corp").await;
    let before = acme.state().await;
    server
        .storage
        .execute("ALTER TABLE audit_logs RENAME TO hidden")
        .await;
    for path in acme.paths() {
        let failed = owner.patch(path, json!({ "name": "Unrecorded" })).await;
        assert_eq!(failed.status, 500, "{}", failed.body);
    }
    assert_eq!(owner.delete(&acme.v1).await.status, 500);
    assert_eq!(acme.state().await, before);
    server
        .storage
        .execute("ALTER TABLE hidden RENAME TO audit_logs")
        .await;
    owner.patch(&acme.v1, json!({ "name": "Recorded" })).await;
    let actions_left = entries(&server, &acme.id).await;
    assert_eq!(
        actions(&actions_left),
        ["organization.create", "organization.update"]
    );
}

#[apply(each_database)]
async fn no_entry_contains_a_secret(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let acme = Organization::full(&owner, "acme-corp").await;
    let read = owner
        .get(&format!("{}?include=jwtSecret", acme.public))
        .await;
    let secret = read.body["data"]["jwtSecret"].as_str().unwrap();
    let entries = Value::from(entries(&server, &acme.id).await).to_string();
    for secret in [secret, &owner.credential] {
        assert!(!entries.contains(secret), "{secret}");
    }
}
