//! Many connections, and connections on which nothing happens.

use std::sync::Arc;

use super::*;
use crate::support::{Storage, orgd_with_files};

/// Enough to lock everybody out of a server that may open 1,024 files.
const MANY: usize = 1_200;

/// What a client has sent when it falls silent, while the server does not know the version of HTTP yet, and after it.
const SILENT: [&[u8]; 5] = [
    b"",
    b"P",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\nHost: a\r\n",
];

async fn with_few_files() -> Server {
    rlimit::increase_nofile_limit(u64::MAX).unwrap();
    let storage: Arc<Storage> = Arc::new(Database::Sqlite.create().await);
    let arguments = [&["serve", "--listen", "127.0.0.1:0"], &SHORT[..]].concat();
    let mut command = orgd_with_files(1024, &arguments);
    command.env("DATABASE_URL", &storage.url);
    Server::spawn(storage, command).await
}

#[tokio::test]
async fn silent_connections_are_closed() {
    let server = with_few_files().await;
    let user = server.user("user").await;
    let mut silent = Vec::new();
    for number in 0..MANY {
        silent.push(connect(&user, SILENT[number % SILENT.len()]).await);
    }
    let served = timeout(PATIENCE, user.get("/api/v1/users/me/organizations"));
    assert_eq!(served.await.expect("others are locked out").status, 200);
    print_memory(&server, "silent connections");
    for stream in &mut silent {
        closed(stream).await;
    }
    let log = server.log();
    assert!(!log.contains("cannot accept"), "{log}");
}

#[tokio::test]
async fn every_kind_of_silence_ends() {
    let server = server(&[]).await;
    let user = server.stranger();
    for bytes in SILENT {
        closed(&mut connect(&user, bytes).await).await;
    }
    // After a first request, with nothing, and with a part of the next one.
    let first = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
    for next in ["", "G", "GET / HTTP/1.1\r\nHost:"] {
        let mut stream = connect(&user, [first, next].concat().as_bytes()).await;
        let received = closed(&mut stream).await;
        assert!(received.starts_with(b"HTTP/1.1 204"), "{next:?}");
    }
}

#[tokio::test]
async fn slow_headers_do_not_keep_a_connection() {
    let server = server(&[]).await;
    let user = server.stranger();
    let mut stream = connect(&user, b"GET /healthz HTTP/1.1\r\nHost: a\r\n").await;
    let drip = async {
        // A byte at a time, more often than any limit on silence.
        while stream.write_all(b"X").await.is_ok() {
            let mut byte = [0];
            let read = timeout(PATIENCE / 600, stream.read(&mut byte)).await;
            if matches!(read, Ok(Ok(0) | Err(_))) {
                break;
            }
        }
    };
    timeout(PATIENCE, drip)
        .await
        .expect("the connection stays open");
}

#[tokio::test]
async fn idle_connections_make_room() {
    let storage = Arc::new(Database::Sqlite.create().await);
    let server = Server::on(storage, &["--max-connections", "3", "--idle-timeout", "1h"]).await;
    let user = server.user("user").await;
    let mut idle = Vec::new();
    for _ in 0..10 {
        let mut stream = connect(&user, b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n").await;
        let mut first = [0; 12];
        timeout(PATIENCE, stream.read_exact(&mut first))
            .await
            .expect("no room")
            .unwrap();
        assert_eq!(&first, b"HTTP/1.1 204");
        idle.push(stream);
    }
    for path in ["/healthz", "/readyz"] {
        assert_eq!(user.get(path).await.status, 204);
    }
    server
        .log_until(|log| log.contains("all connections are in use"))
        .await;
}

#[tokio::test]
async fn thousands_of_idle_connections_do_no_harm() {
    rlimit::increase_nofile_limit(u64::MAX).unwrap();
    let storage = Arc::new(Database::Sqlite.create().await);
    let server = Server::on(storage, &[]).await;
    let user = server.user("user").await;
    let before = server.memory();
    let mut idle = Vec::new();
    for _ in 0..2_000 {
        let mut stream = connect(&user, b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n").await;
        stream.read_exact(&mut [0; 12]).await.unwrap();
        idle.push(stream);
    }
    for _ in 0..100 {
        let served = user.get("/api/v1/users/me/organizations").await;
        assert_eq!(served.status, 200);
    }
    println!("without connections: {before} MiB");
    print_memory(&server, "2,000 idle connections");
}
