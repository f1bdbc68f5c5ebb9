//! Slow and hostile clients: they lose their connections, and others are served.

use std::sync::Arc;

use crate::support::{Database, PATIENCE, Server, User};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

mod connections;
mod requests;
mod responses;

/// Time limits that a test can wait for.
const SHORT: [&str; 10] = [
    "--header-timeout",
    "1s",
    "--body-timeout",
    "1s",
    "--request-timeout",
    "2s",
    "--write-timeout",
    "1s",
    "--idle-timeout",
    "2s",
];

async fn server(flags: &[&str]) -> Server {
    let storage = Arc::new(Database::Sqlite.create().await);
    Server::on(storage, &[&SHORT, flags].concat()).await
}

/// Connects and sends these bytes.
async fn connect(user: &User, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(user.host()).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    stream
}

/// Waits until the server closes the connection, and returns what it sent.
async fn closed(stream: &mut TcpStream) -> Vec<u8> {
    let mut received = Vec::new();
    // An error is a connection that was reset.
    let ended = timeout(PATIENCE, stream.read_to_end(&mut received)).await;
    let _ = ended.expect("the connection stays open");
    received
}

fn print_memory(server: &Server, what: &str) {
    println!("{what}: {} MiB", server.memory());
}
