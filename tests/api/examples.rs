//! The document's examples are true: a server with the demo organization gives the responses that it shows.

use std::collections::HashMap;
use std::process::Stdio;
use std::sync::Arc;

use chrono::DateTime;
use reqwest::header::{CONTENT_TYPE, IF_MATCH};
use reqwest::{Method, RequestBuilder};
use rstest_reuse::apply;
use serde_json::{Value, json};

use crate::support::{
    self, Contract, Database, Example, Server, User, each_database, examples, orgd, put,
    silent_body, unused_places,
};

/// The organization of the examples.
const DEMO: &str = "org_cld2abc123def456";

/// The member of the examples, who is not the owner.
const MEMBER: &str = "mbr_cld2abc123def457";

/// How the document's examples show embed secrets.
const SECRET: &str = "anExampleAndNoSecretAtAll";

/// Whether both texts are of one kind that the server generates: identifiers with the same prefix, times, or secrets.
fn are_generated(shown: &str, answered: &str) -> bool {
    let is_time = |text: &str| DateTime::parse_from_rfc3339(text).is_ok();
    // Those of the demo do not begin with a time.
    let prefix_of_id = |text: &str| text.split_once("_01").map(|(prefix, _)| prefix.to_owned());
    let prefix = prefix_of_id(shown).filter(|prefix| prefix.len() == 3);
    (prefix.is_some() && prefix == prefix_of_id(answered))
        || (is_time(shown) && is_time(answered))
        || (shown.starts_with(SECRET) && answered.len() == shown.len())
}

/// A server for the examples of one operation.
struct Stage {
    server: Server,
    owner: User,
    /// The most recently created organization.
    newest: String,
}

impl Stage {
    async fn set(database: Database) -> Self {
        let storage = Arc::new(database.create().await);
        let mut command = orgd(&["serve", "--demo", "--listen", "127.0.0.1:0"]);
        command
            .env("DATABASE_URL", &storage.url)
            .env("ORGD_BODY_TIMEOUT", "1s")
            .env("ORGD_UNAUTHENTICATED_RATE_LIMIT", "1")
            // The examples cause every response of every operation, so these logs are searched for secrets.
            .env("RUST_LOG", "trace")
            .stdout(Stdio::null());
        let server = Server::spawn(storage, command).await;
        let arguments = ["key", "create", "--user", "demo@example.com"];
        let key = server.cli(&arguments).await;
        let key = key["key"].as_str().unwrap().to_owned();
        let owner = User::new(&server, "usr_cld2abc123def456".to_owned(), key);
        Self {
            server,
            owner,
            newest: DEMO.to_owned(),
        }
    }

    /// Creates the second organization of the list examples.
    async fn add_organization(&mut self) {
        let body = json!({ "name": "Acme Labs", "slug": "acme-labs" });
        let created = self.owner.post("/api/v1/organizations", body).await;
        self.newest = created.body["id"].as_str().unwrap().to_owned();
    }

    /// The request that causes the response of the example. Fails for an example that is unknown here.
    async fn request(&self, example: &Example) -> RequestBuilder {
        let name = example.name.as_str();
        match (example.status, name) {
            (200 | 201, _) => self.fulfilled(example).await,
            (400, _) => self.faulty(example).await,
            (401, "") => request(example, &self.server.stranger(), ""),
            (403, "" | "notAMember") => request(example, &self.server.user("outsider").await, ""),
            (403, "noPermission") => {
                let viewer = self.server.member(DEMO, "viewer").await;
                // A viewer may read all but the secret, which only the public surface shows.
                let query = match example.path.starts_with("/api/public") {
                    true => "?include=jwtSecret",
                    false => "",
                };
                request(example, &viewer, query)
            }
            (404, "" | "organization") => request_to("org_none", example, &self.owner, ""),
            (404, "member") => self.at_member("mbr_none", example, &self.owner),
            (408, "") => self.by_owner(example, "").body(silent_body()),
            (409, "") => self.with(example, &[("/slug", json!("acme-corp"))]),
            (412, "") => self.by_owner(example, "").header(IF_MATCH, "\"2\""),
            (413, "") => self.by_owner(example, "").body(vec![b' '; 1024 * 1024 + 1]),
            (415, "") => {
                let request = self.owner.request(example.method(), &example.path);
                let request = request.header(CONTENT_TYPE, "application/yaml");
                request.body("name: Acme")
            }
            (429, "") => {
                let stranger = self.server.stranger();
                stranger.get("/api/v1/users/me/organizations").await;
                request(example, &stranger, "")
            }
            (500, "") => {
                let sql = "ALTER TABLE organizations RENAME TO lost";
                self.server.storage.execute(sql).await;
                self.by_owner(example, "")
            }
            (503, "") => {
                self.server.storage.cut_off().await;
                self.by_owner(example, "")
            }
            _ => unknown(example),
        }
    }

    async fn fulfilled(&self, example: &Example) -> RequestBuilder {
        match example.name.as_str() {
            "withSecret" => self.by_owner(example, "?include=jwtSecret"),
            "firstPage" => self.by_owner(example, "?limit=1"),
            "lastPage" => self.by_owner(example, &format!("?limit=1&cursor={}", self.newest)),
            "filtered" => {
                self.promote_member().await;
                self.by_owner(example, "?action=member.update")
            }
            "" | "organization" => self.by_owner(example, ""),
            _ if example.request.is_some() => self.by_owner(example, ""),
            _ => unknown(example),
        }
    }

    async fn faulty(&self, example: &Example) -> RequestBuilder {
        let is_v1 = example.path.starts_with("/api/v1");
        match example.name.as_str() {
            "limit" => self.by_owner(example, "?limit=1001"),
            "from" => self.by_owner(example, "?from=yesterday"),
            "cursor" => self.by_owner(example, "?cursor=org_none"),
            "include" => self.by_owner(example, "?include=password"),
            "orgId" => request_to("org.none", example, &self.owner, ""),
            "oneFault" if is_v1 => {
                self.with(example, &[("/settings/billing/email", json!("nobody"))])
            }
            "oneFault" => self.with(example, &[("/name", json!(""))]),
            "manyFaults" if is_v1 => {
                let faults = [
                    ("/logoUrl", json!("not a URI")),
                    ("/settings/branding/primaryColour", json!("red")),
                    ("/settings/features/webhooks", json!("yes")),
                ];
                self.with(example, &faults)
            }
            "manyFaults" => {
                let origins = json!(["https://*.com", "http://example.com"]);
                let faults = [("/embedAllowedOrigins", origins), ("/isBilable", json!(1))];
                self.with(example, &faults)
            }
            "owner" => self.at_member(&self.own_id().await, example, &self.owner),
            "self" => {
                let admin = self.server.member(DEMO, "admin").await;
                self.at_member(&admin.membership(DEMO).await, example, &admin)
            }
            "notJson" => self.by_owner(example, "").body("Acme"),
            _ => unknown(example),
        }
    }

    /// Causes an entry of the audit log, with the request id of the examples.
    async fn promote_member(&self) {
        let path = format!("/api/v1/organizations/{DEMO}/members/{MEMBER}");
        let request = self.owner.request(Method::PATCH, &path);
        let request = request.header("x-request-id", "019aa3f0-5d2e-7c51-9f5e-0d6c2f8a7b10");
        let answer = self.owner.send(request.json(&json!({ "role": "admin" })));
        assert_eq!(answer.await.status, 200);
    }

    /// The ID of the owner's membership.
    async fn own_id(&self) -> String {
        self.owner.membership(DEMO).await
    }

    /// The request of the example, about a different member.
    fn at_member(&self, member: &str, example: &Example, user: &User) -> RequestBuilder {
        let path = example.path.replace(MEMBER, member);
        let request = user.request(example.method(), &path);
        match &example.operation.example {
            Some(body) => {
                let mut body = body.clone();
                if body.get("memberId").is_some() {
                    body["memberId"] = json!(member);
                }
                request.json(&body)
            }
            None => request,
        }
    }

    fn by_owner(&self, example: &Example, query: &str) -> RequestBuilder {
        request(example, &self.owner, query)
    }

    /// A request whose body has these values at these pointers.
    fn with(&self, example: &Example, values: &[(&str, Value)]) -> RequestBuilder {
        let mut body = example.operation.example.clone().unwrap();
        for (pointer, value) in values {
            put(&mut body, pointer, value.clone());
        }
        self.by_owner(example, "").json(&body)
    }
}

/// The request that belongs to the example, or else a request of the operation.
fn request(example: &Example, user: &User, query: &str) -> RequestBuilder {
    request_to(DEMO, example, user, query)
}

/// The same request, to a different organization.
fn request_to(id: &str, example: &Example, user: &User, query: &str) -> RequestBuilder {
    let path = example.path.replace(DEMO, id);
    let request = user.request(example.method(), &format!("{path}{query}"));
    let body = example.request.as_ref();
    match body.or(example.operation.example.as_ref()) {
        Some(body) => request.json(body),
        None => request,
    }
}

fn unknown(example: &Example) -> ! {
    let Example { status, name, .. } = example;
    panic!("no way to {status} {name:?} of {}", example.operation.id)
}

/// Copies the generated values into the documented response, consistently for equal values.
fn fill(shown: &mut Value, answered: &Value, known: &mut HashMap<String, Value>) {
    match (shown, answered) {
        (Value::Object(shown), answered) => {
            for (name, value) in shown {
                fill(value, &answered[name.as_str()], known);
            }
        }
        (Value::Array(shown), answered) => {
            for (number, value) in shown.iter_mut().enumerate() {
                fill(value, &answered[number], known);
            }
        }
        (Value::String(shown), Value::String(answered)) if are_generated(shown, answered) => {
            let answered = known
                .entry(shown.clone())
                .or_insert(answered.clone().into());
            *shown = answered.as_str().unwrap().to_owned();
        }
        _ => {}
    }
}

#[test]
fn no_example_is_left_out() {
    let unused = unused_places(&examples());
    assert!(unused.is_empty(), "no test looks at {unused:#?}");
}

#[test]
fn every_answer_with_a_body_has_an_example() {
    let examples = examples();
    for operation in &Contract::get().operations {
        for response in &operation.responses {
            let shown = examples.iter().filter(|example| {
                example.operation.id == operation.id && example.status == response.status
            });
            let count = shown.count();
            assert_eq!(
                count > 0,
                response.has_body(),
                "{} {}",
                operation.id,
                response.status
            );
        }
    }
}

/// Refusals come first, because they change nothing; broken databases come last. Successful examples
/// build on each other in the order of their names.
#[apply(each_database)]
async fn every_example_is_what_the_server_answers(database: support::Database) {
    let order = |example: &Example| match example.status {
        400..500 => 0,
        200..300 => 1,
        _ => 2,
    };
    for operation in &Contract::get().operations {
        let mut stage = Stage::set(database).await;
        if operation.takes("cursor") {
            stage.add_organization().await;
        }
        let mut examples = examples();
        examples.retain(|example| example.operation.id == operation.id);
        examples.sort_by_key(|example| (order(example), example.status, example.name.clone()));
        for example in examples {
            // A SQLite file cannot be cut off.
            if example.status == 503 && database == Database::Sqlite {
                continue;
            }
            let mut request = stage.request(&example).await;
            // An error contains the request id, so the request sets it.
            if let Some(id) = example.answer["error"]["requestId"].as_str() {
                request = request.header("x-request-id", id);
            }
            let answer = stage.owner.send(request).await;
            let place = format!("{} {} {:?}", operation.id, example.status, example.name);
            assert_eq!(answer.status, example.status, "{place}: {}", answer.body);
            let mut shown = example.answer;
            fill(&mut shown, &answer.body, &mut HashMap::new());
            assert_eq!(answer.body, shown, "{place}");
        }
    }
}
