//! A successful response means that the change is durable, however the server ends.

use std::fs;
use std::sync::Arc;

use reqwest::Method;
use rstest_reuse::apply;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::support::{self, Database, Server, User, each_database};

const CLIENTS: usize = 8;

/// The number of times that a server ends under the same clients.
const ENDS: usize = 5;

/// The number of acknowledged changes before the server is stopped.
const CHANGES: usize = 100;

/// A client that writes increasing numbers to its own organization.
struct Writer {
    path: String,
    /// The highest acknowledged number.
    acknowledged: usize,
    /// The highest number that was sent.
    attempted: usize,
}

impl Writer {
    async fn new(owner: &User, number: usize) -> Self {
        let id = owner.organization(&format!("acme-{number}")).await;
        Self {
            path: format!("/api/public/organizations/{id}"),
            acknowledged: 0,
            attempted: 0,
        }
    }

    /// Writes until the server stops responding.
    async fn write(mut self, owner: User, acknowledge: mpsc::UnboundedSender<()>) -> Self {
        loop {
            self.attempted += 1;
            let body = json!({ "customAiContext": self.attempted.to_string() });
            let request = owner.request(Method::PATCH, &self.path).json(&body);
            // The status is enough: the body may not have arrived yet when the server ends.
            let Ok(answer) = request.send().await else {
                return self;
            };
            assert_eq!(answer.status(), 200);
            self.acknowledged = self.attempted;
            // Nobody counts any more once the server is stopping.
            let _ = acknowledge.send(());
        }
    }

    /// Checks that every acknowledged change is there, and nothing that was not sent.
    async fn check(&mut self, owner: &User) {
        let read = owner.get(&self.path).await;
        let stored = match &read.body["data"]["customAiContext"] {
            Value::String(text) => text.parse().unwrap(),
            _ => 0,
        };
        let possible = self.acknowledged..=self.attempted;
        assert!(
            possible.contains(&stored),
            "{stored} is not in {possible:?}"
        );
        let version = format!("\"{}\"", stored + 1);
        assert_eq!(read.header("etag"), version, "one version a change");
        self.attempted = stored;
    }
}

async fn writers(owner: &User) -> Vec<Writer> {
    let mut writers = Vec::new();
    for number in 0..CLIENTS {
        writers.push(Writer::new(owner, number).await);
    }
    writers
}

/// Lets clients write until enough changes are acknowledged. They continue until the server is gone.
async fn start_writing(owner: &User, writers: Vec<Writer>) -> Vec<JoinHandle<Writer>> {
    let (acknowledge, mut acknowledged) = mpsc::unbounded_channel();
    let start = |writer: Writer| tokio::spawn(writer.write(owner.clone(), acknowledge.clone()));
    let tasks = writers.into_iter().map(start).collect();
    for _ in 0..CHANGES {
        acknowledged.recv().await.unwrap();
    }
    tasks
}

/// Waits until the clients notice the end of their server, and checks the data on the next server.
async fn check(owner: &User, tasks: Vec<JoinHandle<Writer>>) -> Vec<Writer> {
    let mut writers = Vec::new();
    for task in tasks {
        let mut writer = task.await.unwrap();
        writer.check(owner).await;
        writers.push(writer);
    }
    writers
}

#[apply(each_database)]
async fn nothing_acknowledged_is_lost_by_kill_9(database: support::Database) {
    let mut server = Server::start(database).await;
    let mut owner = server.user("owner").await;
    let mut writers = writers(&owner).await;
    for _ in 0..ENDS {
        let tasks = start_writing(&owner, writers).await;
        server = Server::on(server.kill().await, &[]).await;
        owner = owner.at(&server);
        writers = check(&owner, tasks).await;
    }
}

#[apply(each_database)]
async fn nothing_acknowledged_is_lost_by_sigterm(database: support::Database) {
    let mut server = Server::start(database).await;
    let mut owner = server.user("owner").await;
    let mut writers = writers(&owner).await;
    for _ in 0..ENDS {
        let tasks = start_writing(&owner, writers).await;
        server.terminate();
        assert_eq!(server.wait().await.code(), Some(0));
        server = Server::on(Arc::clone(&server.storage), &[]).await;
        owner = owner.at(&server);
        writers = check(&owner, tasks).await;
    }
}

/// A creation under load is atomic: the organization, its owner and its secret are all there.
#[apply(each_database)]
async fn what_was_created_before_kill_9_is_whole(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let (acknowledge, mut acknowledged) = mpsc::unbounded_channel();
    for client in 0..CLIENTS {
        let (owner, acknowledge) = (owner.clone(), acknowledge.clone());
        tokio::spawn(async move {
            for number in 0.. {
                let body = json!({ "name": "Acme", "slug": format!("acme-{client}-{number}") });
                let request = owner.request(Method::POST, "/api/public/organizations");
                let Ok(response) = request.json(&body).send().await else {
                    break;
                };
                let Some(location) = response.headers().get("location") else {
                    break;
                };
                let _ = acknowledge.send(location.to_str().unwrap().to_owned());
            }
        });
    }
    drop(acknowledge);
    let mut created = Vec::new();
    while created.len() < 50 {
        created.push(acknowledged.recv().await.unwrap());
    }
    let server = Server::on(server.kill().await, &[]).await;
    while let Some(location) = acknowledged.recv().await {
        created.push(location);
    }
    let owner = owner.at(&server);
    for location in created {
        let read = owner.get(&format!("{location}?include=jwtSecret")).await;
        assert!(read.body["data"]["jwtSecret"].is_string(), "{}", read.body);
    }
}

/// A request whose body is still being sent when the signal arrives. The server has requested the body
/// (100), so the request is in flight.
#[apply(each_database)]
async fn what_is_in_flight_at_sigterm_is_answered(database: support::Database) {
    let mut server = Server::start(database).await;
    let owner = server.user("owner").await;
    let id = owner.organization("acme-corp").await;
    let body = json!({ "name": "Acme Corporation" }).to_string();
    let address = server.url.strip_prefix("http://").unwrap();
    let mut connection = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "PATCH /api/v1/organizations/{id} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        owner.credential,
        body.len(),
    );
    connection.write_all(head.as_bytes()).await.unwrap();
    let mut go_on = [0; 25];
    connection.read_exact(&mut go_on).await.unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    server.terminate();
    server.log_until(|log| log.contains("stopping")).await;
    connection.write_all(body.as_bytes()).await.unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains(r#""name":"Acme Corporation""#), "{answer}");
    assert_eq!(server.wait().await.code(), Some(0));
    let server = Server::on(Arc::clone(&server.storage), &[]).await;
    let owner = owner.at(&server);
    let read = owner.get(&format!("/api/v1/organizations/{id}")).await;
    assert_eq!(read.body["name"], "Acme Corporation");
}

#[tokio::test]
async fn a_sqlite_file_is_in_write_ahead_mode() {
    let server = Server::start(Database::Sqlite).await;
    let file = server.storage.url.strip_prefix("sqlite://").unwrap();
    // The file format's write and read versions: 2 is the write-ahead log.
    assert_eq!(fs::read(file).unwrap()[18..20], [2, 2]);
}
