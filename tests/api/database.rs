//! The database under failure: what the server refuses, what it still serves, and how it recovers.

mod backup;
mod schema;
mod start;
mod tls;

use std::fs;
use std::path::PathBuf;

use diesel::connection::SimpleConnection;
use diesel::{Connection, RunQueryDsl, SqliteConnection};
use serde_json::json;

use crate::support::{Answer, Database, Server, Storage, User, orgd};

/// The SQLite file.
fn file(storage: &Storage) -> PathBuf {
    storage.folder.path().join("orgd.db")
}

/// Sets the description, which makes a new version each time.
async fn describe(user: &User, id: &str, text: &str) -> Answer {
    let path = format!("/api/v1/organizations/{id}");
    user.patch(&path, json!({ "description": text })).await
}

fn assert_unavailable(answer: &Answer) {
    assert_eq!(answer.status, 503, "{}", answer.body);
    assert_eq!(answer.header("retry-after"), "1");
    assert_eq!(answer.kind(), "SERVICE_UNAVAILABLE");
}

/// Without this check, updates would be answered with 200 and be gone at the end.
#[tokio::test]
async fn a_removed_or_replaced_file_is_noticed_until_it_is_back() {
    let server = Server::start(Database::Sqlite).await;
    let owner = server.user("owner").await;
    let id = owner.organization("acme-corp").await;
    assert_eq!(describe(&owner, &id, "one").await.status, 200);
    for name in ["orgd.db", "orgd.db-wal"] {
        let file = server.storage.folder.path().join(name);
        let aside = file.with_extension("aside");
        for is_replaced in [false, true] {
            fs::rename(&file, &aside).unwrap();
            if is_replaced {
                fs::copy(&aside, &file).unwrap();
            }
            // Not only by a write.
            assert_unavailable(&owner.get("/readyz").await);
            for _ in 0..2 {
                assert_unavailable(&describe(&owner, &id, "lost").await);
            }
            let path = format!("/api/v1/organizations/{id}");
            assert_eq!(owner.get(&path).await.status, 200);
            assert_eq!(file.exists(), is_replaced, "orgd creates no new file");
            fs::rename(&aside, &file).unwrap();
            assert_eq!(owner.get("/readyz").await.status, 204);
            assert_eq!(describe(&owner, &id, "two").await.status, 200);
        }
    }
}

/// Overwrites a page of the table of organizations.
fn damage(storage: &Storage) {
    #[derive(diesel::QueryableByName)]
    struct Page {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        rootpage: i64,
    }
    let path = file(storage);
    let mut connection = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
    connection
        .batch_execute("PRAGMA wal_checkpoint(TRUNCATE)")
        .unwrap();
    let query = "SELECT rootpage FROM sqlite_schema WHERE name = 'organizations'";
    let page: Page = diesel::sql_query(query)
        .get_result(&mut connection)
        .unwrap();
    drop(connection);
    let mut bytes = fs::read(&path).unwrap();
    let start = (usize::try_from(page.rootpage).unwrap() - 1) * 4096;
    bytes[start..start + 4096].fill(0x5a);
    fs::write(&path, bytes).unwrap();
}

#[tokio::test]
async fn damage_is_noticed_by_a_read_and_by_a_check_at_the_start() {
    let server = Server::start(Database::Sqlite).await;
    let owner = server.user("owner").await;
    let id = owner.organization("acme-corp").await;
    let storage = server.kill().await;
    let server = Server::on(storage, &["--check-database"]).await;
    let storage = server.kill().await;
    damage(&storage);
    let mut command = orgd(&["serve", "--listen", "127.0.0.1:0", "--check-database"]);
    let output = command.env("DATABASE_URL", &storage.url).output().await;
    let output = output.unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.contains("orgd.db is damaged"), "{error}");

    let server = Server::on(storage, &[]).await;
    let owner = owner.at(&server);
    assert_eq!(owner.get("/readyz").await.status, 204);
    let path = format!("/api/v1/organizations/{id}");
    let read = owner.get(&path).await;
    assert_eq!(read.status, 500, "{}", read.body);
    assert_unavailable(&owner.get("/readyz").await);
}

/// A reader keeps SQLite from starting its log again from the beginning.
#[tokio::test]
async fn the_log_shrinks_after_a_long_foreign_read() {
    const LIMIT: u64 = 16 * 1024 * 1024;
    let server = Server::start(Database::Sqlite).await;
    let owner = server.user("owner").await;
    let id = owner.organization("acme-corp").await;
    let path = file(&server.storage);
    let log = path.with_extension("db-wal");
    let size = || fs::metadata(&log).unwrap().len();
    let mut reader = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
    reader
        .batch_execute("BEGIN; SELECT count(*) FROM organizations")
        .unwrap();
    let mut number = 0;
    let mut write = async || {
        number += 1;
        let text = format!("{number} ").repeat(10_000);
        let path = format!("/api/public/organizations/{id}");
        let written = owner.patch(&path, json!({ "customAiContext": text })).await;
        assert_eq!(written.status, 200, "{}", written.body);
    };
    while size() < 2 * LIMIT {
        write().await;
    }
    let largest = size();
    reader.batch_execute("COMMIT").unwrap();
    let mut more = 0;
    while size() > LIMIT {
        write().await;
        more += 1;
        assert!(more < 1000, "the log does not shrink");
    }
    println!(
        "log: {largest} bytes while read, {} after {more} more updates",
        size()
    );
}

/// As after a failover: the old primary is a standby now.
#[tokio::test]
#[ignore = "needs PostgreSQL: tests/run starts one"]
async fn a_read_only_server_is_left_and_found_again() {
    let server = Server::start(Database::Postgres).await;
    let owner = server.user("owner").await;
    let id = owner.organization("acme-corp").await;
    let path = format!("/api/v1/organizations/{id}");
    server.storage.set_read_only(true).await;
    // Sessions that were opened before do not have the new default.
    server.storage.disconnect().await;
    while owner.get(&path).await.status != 200 {}
    assert_unavailable(&describe(&owner, &id, "refused").await);
    assert_unavailable(&owner.get("/readyz").await);
    assert_eq!(owner.get(&path).await.status, 200);
    // No session is closed from now on, except by orgd itself.
    server.storage.set_read_only(false).await;
    let deadline = std::time::Instant::now() + crate::support::PATIENCE;
    while owner.get("/readyz").await.status != 204 {
        assert!(std::time::Instant::now() < deadline, "not ready again");
    }
    assert_eq!(describe(&owner, &id, "accepted").await.status, 200);
}

/// `RUST_LOG=trace` must not log what customers store, nor the hashes of their keys.
#[tokio::test]
#[ignore = "needs PostgreSQL: tests/run starts one"]
async fn bound_values_are_not_logged_at_any_level() {
    let storage = std::sync::Arc::new(Database::Postgres.create().await);
    for (number, filter) in [
        "trace",
        "debug",
        "tokio_postgres=trace,tokio_postgres::query=trace",
    ]
    .into_iter()
    .enumerate()
    {
        let mut command = orgd(&["serve", "--listen", "127.0.0.1:0"]);
        command
            .env("DATABASE_URL", &storage.url)
            .env("RUST_LOG", format!("{filter},orgd=info"));
        let server = Server::spawn(std::sync::Arc::clone(&storage), command).await;
        let owner = server.user(&format!("owner-{number}")).await;
        let slug = format!("acme-{number}");
        let id = owner.organization(&slug).await;
        let secret = format!("confidential-{number}");
        assert_eq!(describe(&owner, &id, &secret).await.status, 200);
        let path = format!("/api/v1/organizations/{id}");
        assert_eq!(owner.get(&path).await.body["description"], secret);
        let log = server.log();
        for value in [secret.as_str(), slug.as_str(), owner.credential.as_str()] {
            assert!(!log.contains(value), "{value}");
        }
        assert!(!log.contains("executing statement"), "{filter}");
    }
}
