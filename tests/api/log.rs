//! The log: what it says, what becomes of errors that repeat, and of the server when nobody reads it.

use std::fs;
use std::process::Stdio;

use futures::future::join_all;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::time::timeout;

use rstest_reuse::apply;

use crate::support::{self, Database, PATIENCE, Server, each_database, failures, orgd, signal};

mod lines;

/// More than a pipe holds: 64 KiB.
const REQUESTS: usize = 100;
const PATH: usize = 2_000;

#[apply(each_database)]
async fn a_reader_of_the_log_who_stalls_does_not_stop_the_server(database: support::Database) {
    let storage = database.create().await;
    let mut command = orgd(&["serve", "--listen", "127.0.0.1:0"]);
    command.env("DATABASE_URL", &storage.url);
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
    let address = loop {
        let line = timeout(PATIENCE, log.next_line()).await.unwrap().unwrap();
        let entry: Value = serde_json::from_str(&line.unwrap()).unwrap();
        if let Some(address) = entry["address"].as_str() {
            break address.to_owned();
        }
    };

    // From here on, the pipe stays open and nobody reads it.
    let client = reqwest::Client::new();
    for path in ["x".repeat(PATH).as_str()].repeat(REQUESTS) {
        let request = client.get(format!("http://{address}/{path}")).send();
        let response = timeout(PATIENCE, request).await.unwrap().unwrap();
        assert_eq!(response.status(), 404);
    }
    let health = client.get(format!("http://{address}/healthz")).send();
    let health = timeout(PATIENCE, health).await.unwrap().unwrap();
    assert!(health.status().is_success(), "{health:?}");

    signal(&child, "TERM");
    let status = timeout(PATIENCE, child.wait()).await.unwrap().unwrap();
    assert!(status.success(), "{status:?}");
    drop(log);
}

/// Makes all writes fail, or succeed again.
async fn set_outage(server: &Server, is_out: bool) {
    let file = server.storage.folder.path().join("orgd.db");
    let aside = file.with_extension("aside");
    match (server.storage.database(), is_out) {
        (Database::Sqlite, true) => fs::rename(file, aside).unwrap(),
        (Database::Sqlite, false) => fs::rename(aside, file).unwrap(),
        (Database::Postgres, true) => server.storage.cut_off().await,
        (Database::Postgres, false) => server.storage.let_in().await,
    }
}

#[apply(each_database)]
async fn errors_that_repeat_are_counted_and_none_is_lost(database: support::Database) {
    const FAILURES: usize = 200;
    let mut server = Server::start(database).await;
    let owner = server.user("owner").await;
    let path = format!("/api/v1/organizations/{}", owner.organization("acme").await);
    let fail = async || {
        let body = json!({ "description": "Widgets" });
        let answers = (0..FAILURES).map(|_| owner.patch(&path, body.clone()));
        let answers = join_all(answers).await;
        assert!(answers.iter().all(|answer| answer.status == 503));
    };

    set_outage(&server, true).await;
    fail().await;
    set_outage(&server, false).await;
    let log = server
        .log_until(|log| failures(log).len() == FAILURES)
        .await;
    assert!(
        log.matches("the request failed").count() < FAILURES,
        "{log}"
    );

    set_outage(&server, true).await;
    fail().await;
    server.terminate();
    assert!(server.wait().await.success());
    server
        .log_until(|log| failures(log).len() == 2 * FAILURES)
        .await;
}
