//! Reads from a replica: the writes of others may appear late, the caller's own writes never do.
//!
//! The tests need a standby that they may pause: see tests/run.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::support::{Database, Organization, Server, Standby, Storage, User, Way};

mod outage;

const V1: &str = "/api/v1/users/me/organizations";
const PUBLIC: &str = "/api/public/organizations";

/// Two nodes on one database: one reads from the replica, the other has no replica.
struct Nodes {
    standby: Standby,
    reading: Server,
    plain: Server,
    /// The owner of `acme`, on the node without a replica.
    owner: User,
    /// An admin of `acme`, who has written nothing.
    admin: User,
    acme: Organization,
}

impl Nodes {
    /// Returns when everything is on the standby.
    async fn start() -> Self {
        let standby = Standby::take().await;
        let plain = Server::start(Database::Postgres).await;
        let read_url = plain.storage.standby_url();
        let reading = with_replica(&plain.storage, &read_url).await;
        let owner = plain.user("owner").await;
        let acme = Organization::full(&owner, "acme-corp").await;
        let admin = plain.member(&acme.id, "admin").await;
        standby.catch_up().await;
        Self {
            standby,
            reading,
            plain,
            owner,
            admin,
            acme,
        }
    }
}

/// A node that reads from a replica.
async fn with_replica(storage: &Arc<Storage>, read_url: &str) -> Server {
    Server::on(Arc::clone(storage), &["--database-read-url", read_url]).await
}

/// The name of the caller's first organization, which both surfaces and both lists agree on.
async fn name(user: &User, acme: &Organization) -> String {
    let v1 = user.get(&acme.v1).await;
    assert_eq!(v1.status, 200, "{}", v1.body);
    let name = &v1.body["name"];
    assert_eq!(user.get(&acme.public).await.body["data"]["name"], *name);
    assert_eq!(user.get(V1).await.body["organizations"][0]["name"], *name);
    assert_eq!(user.get(PUBLIC).await.body["data"][0]["name"], *name);
    name.as_str().unwrap().to_owned()
}

/// The ids in both lists, which must agree, and the total.
async fn listed(user: &User) -> (Vec<String>, u64) {
    let v1 = user.get(V1).await;
    let ids = |items: &Value| -> Vec<String> {
        let items = items.as_array().unwrap().iter();
        items
            .map(|item| item["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let shown = ids(&v1.body["organizations"]);
    assert_eq!(ids(&user.get(PUBLIC).await.body["data"]), shown);
    (shown, v1.body["total"].as_u64().unwrap())
}

async fn rename(user: &User, acme: &Organization, name: &str) {
    let renamed = user.patch(&acme.v1, json!({ "name": name })).await;
    assert_eq!(renamed.status, 200, "{}", renamed.body);
}

#[tokio::test]
#[ignore = "needs a standby: tests/run starts one"]
async fn others_see_an_update_when_the_replica_has_it_and_its_writer_at_once() {
    let nodes = Nodes::start().await;
    let Nodes { reading, acme, .. } = &nodes;
    let (owner, admin) = (nodes.owner.at(reading), nodes.admin.at(reading));
    nodes.standby.pause().await;
    // On the node without a replica, and on the other node.
    for (writer, new) in [(&nodes.owner, "One"), (&owner, "Two")] {
        rename(writer, acme, new).await;
        assert_eq!(name(&owner, acme).await, new);
        assert_eq!(name(&nodes.admin, acme).await, new, "the plain node");
        assert_eq!(name(&admin, acme).await, "Acme Corp", "the replica");
    }
    nodes.standby.resume().await;
    assert_eq!(name(&admin, acme).await, "Two");
    assert_eq!(name(&owner, acme).await, "Two");
}

#[tokio::test]
#[ignore = "needs a standby: tests/run starts one"]
async fn a_writer_is_served_by_the_replica_again_once_it_has_the_write() {
    let nodes = Nodes::start().await;
    let owner = nodes.owner.at(&nodes.reading);
    rename(&owner, &nodes.acme, "One").await;
    nodes.standby.pause().await;
    rename(&nodes.admin, &nodes.acme, "Two").await;
    assert_eq!(name(&owner, &nodes.acme).await, "One");
    nodes.standby.resume().await;
}

#[tokio::test]
#[ignore = "needs a standby: tests/run starts one"]
async fn a_caller_finds_and_lists_what_they_created_and_not_what_they_deleted() {
    let nodes = Nodes::start().await;
    let (plain, reading) = (&nodes.owner, nodes.owner.at(&nodes.reading));
    nodes.standby.pause().await;
    let mut ids = vec![nodes.acme.id.clone()];
    for (writer, slug) in [(plain, "one-more"), (&reading, "another-more")] {
        let created = Organization::bare(writer, slug).await;
        ids.insert(0, created.id.clone());
        for path in created.paths() {
            assert_eq!(reading.get(path).await.status, 200);
        }
        assert_eq!(listed(&reading).await, (ids.clone(), ids.len() as u64));
        let page = reading
            .get(&format!("{PUBLIC}?limit=1&cursor={}", ids[0]))
            .await;
        assert_eq!(page.body["data"][0]["id"], ids[1].as_str());
    }
    for writer in [plain, &reading] {
        let path = format!("/api/v1/organizations/{}", ids.remove(0));
        assert_eq!(writer.delete(&path).await.status, 200);
        assert_eq!(reading.get(&path).await.status, 404);
        assert_eq!(listed(&reading).await, (ids.clone(), ids.len() as u64));
    }
    nodes.standby.resume().await;
    assert_eq!(listed(&reading).await, (ids, 1));
}

#[tokio::test]
#[ignore = "needs a standby: tests/run starts one"]
async fn a_cursor_that_the_replica_does_not_know_is_followed() {
    let nodes = Nodes::start().await;
    let admin = nodes.admin.at(&nodes.reading);
    nodes.standby.pause().await;
    let newer = Organization::bare(&nodes.owner, "one-more").await;
    nodes.plain.set_role(&newer.id, &admin, "admin").await;
    for path in [V1, PUBLIC] {
        let page = admin.get(&format!("{path}?cursor={}", newer.id)).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let items = page.body.get("data").unwrap_or(&page.body["organizations"]);
        assert_eq!(items[0]["id"], nodes.acme.id.as_str());
    }
    nodes.standby.resume().await;
}

/// An update that changes nothing still counts as a write of its caller.
#[tokio::test]
#[ignore = "needs a standby: tests/run starts one"]
async fn a_caller_sees_what_they_wrote_also_when_another_was_first() {
    let nodes = Nodes::start().await;
    let admin = nodes.admin.at(&nodes.reading);
    nodes.standby.pause().await;
    rename(&nodes.owner, &nodes.acme, "The same").await;
    assert_eq!(name(&admin, &nodes.acme).await, "Acme Corp");
    let before = nodes.owner.get(&nodes.acme.v1).await;
    rename(&admin, &nodes.acme, "The same").await;
    assert_eq!(name(&admin, &nodes.acme).await, "The same");
    let after = admin.get(&nodes.acme.v1).await;
    assert_eq!(after.header("etag"), before.header("etag"));
    nodes.standby.resume().await;
}

/// Writes that were acknowledged before the first node with a replica started, whether or not they were counted.
#[tokio::test]
#[ignore = "needs a standby: tests/run starts one"]
async fn what_was_written_before_there_was_a_replica_is_seen() {
    let standby = Standby::take().await;
    let plain = Server::start(Database::Postgres).await;
    let owner = plain.user("owner").await;
    let acme = Organization::bare(&owner, "acme-corp").await;
    standby.pause().await;
    rename(&owner, &acme, "Before").await;
    let reading = with_replica(&plain.storage, &plain.storage.standby_url()).await;
    assert_eq!(name(&owner.at(&reading), &acme).await, "Before");
    standby.resume().await;
    assert_eq!(name(&owner.at(&reading), &acme).await, "Before");
}

#[tokio::test]
#[ignore = "needs a standby: tests/run starts one"]
async fn credentials_are_the_primarys() {
    let nodes = Nodes::start().await;
    let (plain, reading) = (&nodes.plain, &nodes.reading);
    let admin = nodes.admin.at(reading);
    let key = plain.cli(&["key", "create", "--user", &admin.id]).await;
    let revoked = admin.with(key["key"].as_str().unwrap());
    let leaver = plain.member(&nodes.acme.id, "viewer").await.at(reading);
    for user in [&revoked, &leaver] {
        name(user, &nodes.acme).await;
    }
    nodes.standby.pause().await;
    plain
        .cli(&["key", "revoke", key["id"].as_str().unwrap()])
        .await;
    plain.cli(&["user", "deactivate", &leaver.id]).await;
    for user in [&revoked, &leaver] {
        for path in [&nodes.acme.v1, &nodes.acme.public, V1, PUBLIC] {
            assert_eq!(user.get(path).await.status, 401, "{path}");
        }
    }
    // Keys and members that the standby does not have yet still work.
    let key = plain.cli(&["key", "create", "--user", &admin.id]).await;
    let with_new_key = admin.with(key["key"].as_str().unwrap());
    assert_eq!(name(&with_new_key, &nodes.acme).await, "Acme Corp");
    let newcomer = plain.member(&nodes.acme.id, "member").await.at(reading);
    for path in nodes.acme.paths() {
        assert_eq!(newcomer.get(path).await.status, 200);
    }
    assert_eq!(newcomer.get(V1).await.status, 200);
    nodes.standby.resume().await;
}

/// The primary's data decides who may see a secret.
#[tokio::test]
#[ignore = "needs a standby: tests/run starts one"]
async fn a_secret_is_not_shown_by_a_role_of_the_past() {
    let nodes = Nodes::start().await;
    let admin = nodes.admin.at(&nodes.reading);
    let path = format!("{}?include=jwtSecret", nodes.acme.public);
    assert_eq!(admin.get(&path).await.status, 200);
    nodes.standby.pause().await;
    nodes.plain.set_role(&nodes.acme.id, &admin, "viewer").await;
    assert_eq!(admin.get(&path).await.status, 403);
    nodes.standby.resume().await;
}

#[tokio::test]
#[ignore = "needs a standby: tests/run starts one"]
async fn not_modified_is_said_of_what_the_replica_has() {
    let nodes = Nodes::start().await;
    let admin = nodes.admin.at(&nodes.reading);
    let ask = async |etag: &str| {
        let request = admin.request(reqwest::Method::GET, &nodes.acme.v1);
        admin
            .send(request.header("if-none-match", etag))
            .await
            .status
            .as_u16()
    };
    nodes.standby.pause().await;
    let old = nodes
        .owner
        .get(&nodes.acme.v1)
        .await
        .header("etag")
        .to_owned();
    rename(&nodes.owner, &nodes.acme, "One").await;
    assert_eq!(ask(&old).await, 304);
    rename(&admin, &nodes.acme, "Two").await;
    assert_eq!(ask(&old).await, 200);
    nodes.standby.resume().await;
}
