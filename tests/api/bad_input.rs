//! Bad input causes a precise 4xx in the surface's envelope, and changes nothing.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Organization, Server};

mod json_text;
mod members;
mod paths;
mod transfer;

const V1: &str = "/api/v1/organizations";
const PUBLIC: &str = "/api/public/organizations";

/// The operations that take a body, on one organization. A refused request must not change anything.
struct Operations {
    acme: Organization,
    before: [(Value, String); 2],
}

impl Operations {
    async fn on(server: &Server) -> Self {
        let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
        let before = acme.state().await;
        Self { acme, before }
    }

    fn targets(&self) -> [(Method, &str); 4] {
        [
            (Method::PATCH, &self.acme.v1),
            (Method::PATCH, &self.acme.public),
            (Method::POST, V1),
            (Method::POST, PUBLIC),
        ]
    }

    async fn send(&self, method: &Method, path: &str, content_type: &str, body: &[u8]) -> Answer {
        let owner = &self.acme.owner;
        let request = owner.request(method.clone(), path);
        let request = request.header("content-type", content_type);
        owner.send(request.body(body.to_vec())).await
    }

    async fn patch(&self, path: &str, body: Value) -> Answer {
        self.acme.owner.patch(path, body).await
    }

    /// Fails unless the organization is unchanged and still the only one.
    async fn assert_nothing_changed(&self) {
        assert_eq!(self.acme.state().await, self.before);
        let listed = self.acme.owner.get("/api/v1/users/me/organizations").await;
        assert_eq!(listed.body["total"], 1);
    }
}

/// The error kinds of each surface, for each 4xx status that a body can cause.
fn assert_kind(answer: &Answer, path: &str, v1: &str, public: &str) {
    let expected = if path.starts_with(V1) { v1 } else { public };
    assert_eq!(answer.kind(), expected, "{path}: {}", answer.body);
}

/// A valid body of the operation, with one member added or replaced.
fn valid_body(method: &Method, path: &str) -> Value {
    match (method, path) {
        (&Method::POST, V1) => json!({ "name": "New", "slug": "new-v1" }),
        (&Method::POST, _) => json!({ "name": "New", "slug": "new-public" }),
        _ => json!({ "name": "New" }),
    }
}
