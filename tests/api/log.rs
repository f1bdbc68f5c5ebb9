//! The log: what it says, and what becomes of the server when nobody reads it.

use std::process::Stdio;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::time::timeout;

use rstest_reuse::apply;

use crate::support::{self, PATIENCE, each_database, orgd, signal};

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
