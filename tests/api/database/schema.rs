//! The schema of the database: older, newer, and not to be changed.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use rstest_reuse::apply;
use serde_json::json;

use crate::support::{self, Database, Server, Storage, each_database, orgd};

const NEWER: &str = "INSERT INTO __diesel_schema_migrations (version, run_on)
    VALUES ('20990101000000', '2099-01-01 00:00:00')";

/// Runs a command that must fail, and returns its only line.
async fn refusal(storage: &Storage, arguments: &[&str]) -> String {
    let mut command = orgd(arguments);
    let output = command.env("DATABASE_URL", &storage.url).output().await;
    let output = output.unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {error}");
    assert_eq!(error.trim_end().lines().count(), 1, "{error}");
    error
}

#[apply(each_database)]
async fn a_database_from_the_future_is_refused(database: support::Database) {
    let server = Server::start(database).await;
    let storage = server.kill().await;
    storage.execute(NEWER).await;
    for arguments in [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["serve", "--listen", "127.0.0.1:0", "--no-migrate"],
        &["migrate"],
        &["key", "list"],
        &["user", "create", "--email", "ada@example.com"],
    ] {
        let line = refusal(&storage, arguments).await;
        assert!(line.contains("newer version of orgd"), "{line}");
        assert!(line.contains("20990101000000"), "{line}");
    }
}

/// Makes the database that the first release made, with a user.
async fn make_old(database: Database, storage: &Storage) {
    let folder = match database {
        Database::Sqlite => "migrations/sqlite",
        Database::Postgres => "migrations/postgres",
    };
    let first = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(folder)
        .join("2026-01-01-000000_organizations/up.sql");
    storage.execute(&fs::read_to_string(first).unwrap()).await;
    storage
        .execute(
            "CREATE TABLE __diesel_schema_migrations (
                 version VARCHAR(50) PRIMARY KEY NOT NULL,
                 run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
             );
             INSERT INTO __diesel_schema_migrations (version) VALUES ('20260101000000');
             INSERT INTO users (id, email, created_at)
                 VALUES ('usr_old', 'old@example.com', '2026-01-01 00:00:00.000');",
        )
        .await;
}

#[apply(each_database)]
async fn an_older_database_is_migrated_once_with_its_data(database: support::Database) {
    let storage = Arc::new(database.create().await);
    make_old(database, &storage).await;
    let line = refusal(
        &storage,
        &["serve", "--listen", "127.0.0.1:0", "--no-migrate"],
    )
    .await;
    assert!(line.contains("lacks the migration"), "{line}");
    assert!(line.contains("orgd migrate"), "{line}");
    let start = || Server::on(Arc::clone(&storage), &[]);
    let (one, two, three) = tokio::join!(start(), start(), start());
    let key = one.cli(&["key", "create", "--user", "usr_old"]).await;
    let key = key["key"].as_str().unwrap();
    let id = one.stranger().with(key).organization("acme-corp").await;
    for server in [one, two, three] {
        let user = server.stranger().with(key);
        let read = user.get(&format!("/api/v1/organizations/{id}")).await;
        assert_eq!(read.body["createdBy"], json!("usr_old"));
    }
    // Nothing is left to do.
    Server::on(storage, &["--no-migrate"]).await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL: tests/run starts one"]
async fn a_role_that_cannot_change_the_schema_can_serve() {
    let server = Server::start(Database::Postgres).await;
    let owner = server.user("owner").await;
    let storage = server.kill().await;
    let role = format!("dml_{}", std::process::id());
    storage
        .execute(&format!(
            "CREATE ROLE {role} LOGIN;
             GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
             REVOKE INSERT, UPDATE, DELETE ON __diesel_schema_migrations FROM {role};"
        ))
        .await;
    let mut command = orgd(&["serve", "--listen", "127.0.0.1:0", "--no-migrate"]);
    let url = storage.url.replace("//postgres@", &format!("//{role}@"));
    command.env("DATABASE_URL", url);
    let server = Server::spawn(Arc::clone(&storage), command).await;
    let owner = owner.at(&server);
    let id = owner.organization("acme-corp").await;
    let path = format!("/api/v1/organizations/{id}");
    let named = owner.patch(&path, json!({ "name": "Acme Films" })).await;
    assert_eq!(named.status, 200, "{}", named.body);
    assert_eq!(owner.get("/readyz").await.status, 204);
    server.kill().await;
    storage
        .execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}"))
        .await;
}
