//! Concurrent changes: no change is lost, with one server or two on the same database.

use std::collections::BTreeSet;
use std::sync::Arc;

use futures::future::join_all;
use reqwest::Method;
use reqwest::header::IF_MATCH;
use rstest_reuse::apply;
use serde_json::{Value, json};

use crate::support::{self, Answer, Server, User, each_database};

/// The surface of a member, and the body that changes it, different in every round.
type Member = (&'static str, fn(usize) -> Value);

/// Members that can change independently.
const MEMBERS: [Member; 10] = [
    ("v1", |n| json!({ "name": format!("Acme {n}") })),
    ("v1", |n| json!({ "description": n.to_string() })),
    (
        "v1",
        |n| json!({ "logoUrl": format!("https://example.com/{n}") }),
    ),
    (
        "v1",
        |n| json!({ "settings": { "branding": { "primaryColor": n.to_string() } } }),
    ),
    (
        "v1",
        |n| json!({ "settings": { "branding": { "accentColor": n.to_string() } } }),
    ),
    (
        "v1",
        |n| json!({ "settings": { "features": { "webhooks": n % 2 == 0 } } }),
    ),
    (
        "v1",
        |n| json!({ "settings": { "billing": { "taxId": n.to_string() } } }),
    ),
    ("public", |n| json!({ "customAiContext": n.to_string() })),
    ("public", |n| json!({ "fullEmbedEnabled": n % 2 == 1 })),
    (
        "public",
        |n| json!({ "embedAllowedOrigins": [format!("https://{n}.example.com")] }),
    ),
];

const ROUNDS: usize = 12;

/// A server, and the owner of the organization on it.
struct House {
    server: Server,
    owner: User,
    id: String,
}

impl House {
    async fn new(database: support::Database) -> Self {
        let server = Server::start(database).await;
        let owner = server.user("owner").await;
        let id = owner.organization("acme-corp").await;
        Self { server, owner, id }
    }

    fn path(&self, surface: &str) -> String {
        format!("/api/{surface}/organizations/{}", self.id)
    }

    /// A second server process on the same database, and the owner there.
    async fn second(&self) -> (Server, User) {
        let server = Server::on(Arc::clone(&self.server.storage), &[]).await;
        let owner = self.owner.at(&server);
        (server, owner)
    }
}

/// The organization's version, which its ETag counts.
fn version(answer: &Answer) -> usize {
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.header("etag").trim_matches('"').parse().unwrap()
}

/// Changes each member once per round, with one task per member and alternating callers, and
/// checks that every change was made and that the ETags count exactly the changes.
async fn change_everything(house: &House, callers: &[&User]) {
    let tasks = MEMBERS
        .iter()
        .enumerate()
        .map(|(index, (surface, change))| {
            let path = house.path(surface);
            async move {
                let mut versions = Vec::new();
                for round in 1..=ROUNDS {
                    let caller = callers[(index + round) % callers.len()];
                    versions.push(version(&caller.patch(&path, change(round)).await));
                }
                versions
            }
        });
    let versions: BTreeSet<_> = join_all(tasks).await.into_iter().flatten().collect();
    let expected: BTreeSet<_> = (2..=MEMBERS.len() * ROUNDS + 1).collect();
    assert_eq!(versions, expected, "each change has a version of its own");
    for (surface, change) in MEMBERS {
        let path = house.path(surface);
        let before = house.owner.get(&path).await;
        let again = house.owner.patch(&path, change(ROUNDS)).await;
        assert_eq!(again.body, before.body, "the last change survived");
        assert_eq!(version(&again), MEMBERS.len() * ROUNDS + 1);
    }
}

/// Increments one member with `If-Match`: read, add one, write, and retry if another writer was faster.
async fn count_up(caller: &User, path: &str, times: usize) {
    let mut counted = 0;
    while counted < times {
        let read = caller.get(path).await;
        let count: usize = match &read.body["data"]["customAiContext"] {
            Value::String(text) => text.parse().unwrap(),
            _ => 0,
        };
        let body = json!({ "customAiContext": (count + 1).to_string() });
        let request = caller.request(Method::PATCH, path);
        let request = request.header(IF_MATCH, read.header("etag")).json(&body);
        match caller.send(request).await.status.as_u16() {
            200 => counted += 1,
            status => assert_eq!(status, 412),
        }
    }
}

async fn assert_counted(house: &House, expected: usize) {
    let counted = house.owner.get(&house.path("public")).await;
    let text = expected.to_string();
    assert_eq!(counted.body["data"]["customAiContext"], text);
    assert_eq!(version(&counted), expected + 1);
}

#[apply(each_database)]
async fn updates_of_different_members_all_survive(database: support::Database) {
    let house = House::new(database).await;
    change_everything(&house, &[&house.owner]).await;
}

#[apply(each_database)]
async fn updates_through_two_servers_all_survive(database: support::Database) {
    let house = House::new(database).await;
    let (_server, elsewhere) = house.second().await;
    change_everything(&house, &[&house.owner, &elsewhere]).await;
}

#[apply(each_database)]
async fn conditional_increments_all_count(database: support::Database) {
    let house = House::new(database).await;
    let path = house.path("public");
    join_all((0..8).map(|_| count_up(&house.owner, &path, 5))).await;
    assert_counted(&house, 40).await;
}

#[apply(each_database)]
async fn conditional_increments_through_two_servers_all_count(database: support::Database) {
    let house = House::new(database).await;
    let (_server, elsewhere) = house.second().await;
    let path = house.path("public");
    let callers = [&house.owner, &elsewhere].into_iter().cycle().take(6);
    join_all(callers.map(|caller| count_up(caller, &path, 5))).await;
    assert_counted(&house, 30).await;
}

#[apply(each_database)]
async fn one_of_many_updates_with_the_same_etag_wins(database: support::Database) {
    let house = House::new(database).await;
    let (_server, elsewhere) = house.second().await;
    for round in 1..=ROUNDS {
        let callers = [&house.owner, &elsewhere].into_iter().cycle().take(20);
        let answers = callers.enumerate().map(|(n, caller)| {
            // Each update changes something: an update that changes nothing has no new version.
            let (surface, member) =
                [("v1", "description"), ("public", "customAiContext")][n / 2 % 2];
            let body = json!({ member: format!("{n} of round {round}") });
            let request = caller.request(Method::PATCH, &house.path(surface));
            let request = request.header(IF_MATCH, format!("\"{round}\""));
            caller.send(request.json(&body))
        });
        let answers = join_all(answers).await;
        let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 200);
        assert_eq!(won.len(), 1);
        assert_eq!(version(won[0]), round + 1);
        assert!(lost.iter().all(|answer| answer.status == 412));
    }
}

#[apply(each_database)]
async fn one_of_many_deletions_wins_and_the_others_find_nothing(database: support::Database) {
    let house = House::new(database).await;
    let (_server, elsewhere) = house.second().await;
    let path = house.path("v1");
    let callers = [&house.owner, &elsewhere].into_iter().cycle().take(10);
    let answers = join_all(callers.map(|caller| caller.delete(&path))).await;
    let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 200);
    assert_eq!(won.len(), 1);
    assert!(lost.iter().all(|answer| answer.status == 404));
}

#[apply(each_database)]
async fn one_of_many_creations_has_the_slug(database: support::Database) {
    let house = House::new(database).await;
    let (_server, elsewhere) = house.second().await;
    let callers = [&house.owner, &elsewhere].into_iter().cycle().take(20);
    let answers = callers.enumerate().map(|(n, caller)| {
        let surface = ["v1", "public"][n / 2 % 2];
        let body = json!({ "name": format!("Labs {n}"), "slug": "acme-labs" });
        async move {
            let path = format!("/api/{surface}/organizations");
            caller.post(&path, body).await
        }
    });
    let answers = join_all(answers).await;
    let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 201);
    assert_eq!(won.len(), 1);
    assert!(lost.iter().all(|answer| answer.status == 409));
    let list = house.owner.get("/api/v1/users/me/organizations").await;
    assert_eq!(list.body["total"], 2, "nothing is left of the others");
}

#[apply(each_database)]
async fn creations_of_one_name_get_slugs_of_their_own(database: support::Database) {
    let house = House::new(database).await;
    let (_server, elsewhere) = house.second().await;
    let callers = [&house.owner, &elsewhere].into_iter().cycle().take(20);
    let body = || json!({ "name": "Acme Labs" });
    let answers = callers.map(|caller| caller.post("/api/public/organizations", body()));
    let answers = join_all(answers).await;
    let slugs = answers.iter().map(|answer| {
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.body["data"]["slug"].as_str().unwrap()
    });
    assert_eq!(slugs.collect::<BTreeSet<_>>().len(), 20);
}
