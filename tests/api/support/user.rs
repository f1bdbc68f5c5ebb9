//! A caller of a server, and the responses to the caller.

use std::convert::Infallible;
use std::sync::Arc;

use futures::stream;
use http_body::Frame;
use http_body_util::StreamBody;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};

use super::{Contract, Secrets, Server};

/// A user of a server. Every response is checked against the contract.
#[derive(Clone)]
pub struct User {
    pub id: String,
    /// The bearer credential; empty for a caller without one.
    pub credential: String,
    client: Client,
    url: String,
    secrets: Arc<Secrets>,
}

/// A response that satisfies the contract.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// The body; null if there is none.
    pub body: Value,
}

impl User {
    pub fn new(server: &Server, id: String, credential: String) -> Self {
        Self {
            id,
            credential,
            client: Client::new(),
            url: server.url.clone(),
            secrets: Arc::clone(&server.storage.secrets),
        }
    }

    /// The same user with another credential.
    pub fn with(&self, credential: &str) -> Self {
        Self {
            credential: credential.to_owned(),
            ..self.clone()
        }
    }

    /// The same user on another server with the same database.
    pub fn at(&self, server: &Server) -> Self {
        Self {
            url: server.url.clone(),
            secrets: Arc::clone(&server.storage.secrets),
            ..self.clone()
        }
    }

    /// The server's address and port.
    pub fn host(&self) -> &str {
        self.url.trim_start_matches("http://")
    }

    /// A request, to complete and pass to [`Self::send`].
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.url));
        match self.credential.as_str() {
            "" => request,
            credential => request.bearer_auth(credential),
        }
    }

    /// Sends a request and checks its response against the contract.
    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let request = request.build().unwrap();
        let (method, path) = (request.method().clone(), request.url().path().to_owned());
        self.secrets.add_credential(&self.credential);
        let response = self.client.execute(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.bytes().await.unwrap();
        let answer = Answer {
            status,
            headers,
            body: Answer::read(&bytes),
        };
        self.secrets.add_from(&answer.body);
        Contract::get().check(&method, &path, &answer);
        answer
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::PATCH, path).json(&body))
            .await
    }

    /// Sends a PATCH with raw text as its body, which may not be valid JSON.
    pub async fn patch_bytes(&self, path: &str, body: impl Into<Vec<u8>>) -> Answer {
        let request = self.request(Method::PATCH, path);
        let request = request.header(CONTENT_TYPE, "application/json");
        self.send(request.body(body.into())).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::POST, path).json(&body))
            .await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    /// The ID of the user's membership in the organization.
    pub async fn membership(&self, organization: &str) -> String {
        let listed = self.get("/api/v1/users/me/organizations").await;
        let mut listed = listed.body["organizations"].as_array().unwrap().iter();
        let of = listed.find(|item| item["id"] == organization).unwrap();
        of["membershipId"].as_str().unwrap().to_owned()
    }

    /// Creates an organization on the v1 surface and returns its id.
    pub async fn organization(&self, slug: &str) -> String {
        let body = json!({ "name": "Acme Corp", "slug": slug });
        let created = self.post("/api/v1/organizations", body).await;
        assert_eq!(created.status, 201, "{}", created.body);
        created.body["id"].as_str().unwrap().to_owned()
    }
}

impl Answer {
    /// A body as JSON, or as a string if it is not JSON.
    pub fn read(body: &[u8]) -> Value {
        if body.is_empty() {
            return Value::Null;
        }
        let json = serde_json::from_slice(body);
        json.unwrap_or_else(|_| String::from_utf8_lossy(body).into())
    }

    /// A header's value; panics if it is absent.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value
            .unwrap_or_else(|| panic!("no {name}"))
            .to_str()
            .unwrap()
    }

    /// The organization in the response, on either surface.
    pub fn organization(&self) -> &Value {
        self.body.get("data").unwrap_or(&self.body)
    }

    /// The violations of a 400, as `(part, pointer, code)`.
    pub fn violations(&self) -> Vec<(&str, &str, &str)> {
        assert_eq!(self.status, 400, "{}", self.body);
        let violations = self.body["error"]["violations"].as_array();
        let violations = violations.unwrap_or_else(|| panic!("no violations: {}", self.body));
        violations
            .iter()
            .map(|violation| {
                let text = |member: &str| violation[member].as_str().unwrap();
                (text("part"), text("pointer"), text("code"))
            })
            .collect()
    }

    /// The kind of error in the envelope: the title on the public surface, the code on v1.
    pub fn kind(&self) -> &str {
        let error = &self.body["error"];
        error["title"].as_str().or(error["code"].as_str()).unwrap()
    }
}

/// A body that never arrives.
pub fn silent_body() -> reqwest::Body {
    reqwest::Body::wrap(StreamBody::new(stream::pending::<
        Result<Frame<&[u8]>, Infallible>,
    >()))
}
