//! Embed secrets, API keys and tokens appear only where a caller requests them.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rstest_reuse::apply;
use serde_json::{Value, json};
use tokio::process::Command;

use crate::support::{self, Database, JWT_SECRET, SECRET_KEY, Server, User, each_database, orgd};

/// A server that logs everything, and an owner who has used the API with a key and with a token.
struct Vaulted {
    server: Server,
    owner: User,
    path: String,
    /// The values that must not appear anywhere.
    secrets: Vec<String>,
}

/// The name of the organization, which must be found: this proves that the search works.
const NAME: &str = "Acme Corporation of Everything";

impl Vaulted {
    async fn new(database: Database) -> Self {
        let storage = Arc::new(database.create().await);
        let mut command = serve(&storage);
        command.env("RUST_LOG", "trace");
        let server = Server::spawn(storage, command).await;
        let owner = server.user("owner").await;
        let token = server.cli(&["token", "create", "--user", &owner.id]).await;
        let token = token["token"].as_str().unwrap().to_owned();
        let id = owner.organization("acme-corp").await;
        let path = format!("/api/public/organizations/{id}");
        let secret = jwt_secret(&owner, &path).await;
        let renamed = owner
            .with(&token)
            .patch(&path, json!({ "name": NAME }))
            .await;
        assert_eq!(renamed.status, 200);
        // The part after a key's prefix is the secret; searching for it also finds the whole key.
        let key = owner.credential.strip_prefix("bd_key_").unwrap().to_owned();
        let secrets = vec![secret, key, token, JWT_SECRET.into(), SECRET_KEY.into()];
        Self {
            server,
            owner,
            path,
            secrets,
        }
    }

    /// Fails if the text contains a secret, as plain text or as hexadecimal digits.
    fn assert_kept(&self, place: &str, bytes: &[u8]) {
        for secret in &self.secrets {
            let hexadecimal: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
            for form in [secret, &hexadecimal] {
                assert!(!contains(bytes, form), "{secret} is in {place}");
            }
        }
    }
}

fn serve(storage: &support::Storage) -> Command {
    let mut command = orgd(&["serve", "--listen", "127.0.0.1:0"]);
    command.env("DATABASE_URL", &storage.url);
    command
}

async fn jwt_secret(owner: &User, path: &str) -> String {
    let shown = owner.get(&format!("{path}?include=jwtSecret")).await;
    shown.body["data"]["jwtSecret"].as_str().unwrap().to_owned()
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn sqlite_files_do_not_hold_them() {
    let house = Vaulted::new(Database::Sqlite).await;
    let mut all = Vec::new();
    for entry in fs::read_dir(house.server.storage.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        house.assert_kept(&path.display().to_string(), &bytes);
        all.extend(bytes);
    }
    assert!(contains(&all, NAME));
}

#[tokio::test]
#[ignore = "needs PostgreSQL: tests/run starts one"]
async fn postgresql_tables_do_not_hold_them() {
    let house = Vaulted::new(Database::Postgres).await;
    let tables = house.server.storage.tables_as_text().await;
    house.assert_kept("the tables", tables.as_bytes());
    assert!(contains(tables.as_bytes(), NAME));
    assert!(contains(tables.as_bytes(), "owner@example.com"));
}

#[apply(each_database)]
async fn the_most_detailed_log_does_not_hold_them(database: support::Database) {
    let house = Vaulted::new(database).await;
    let misused = &house.owner.credential;
    for body in [json!({ "name": 1 }), json!({ "customAiContext": "x" })] {
        house.owner.patch(&house.path, body).await;
    }
    // As if a client had put its values in the wrong places.
    let path = format!("{}?include={misused}", house.path);
    let request = house.owner.request(reqwest::Method::GET, &path);
    let answer = house
        .owner
        .send(request.header("x-request-id", "the-last-one"))
        .await;
    assert_eq!(answer.status, 400);
    let is_answered = |log: &str| {
        let mut lines = log.lines().filter(|line| line.contains("the-last-one"));
        lines.any(|line| line.contains(r#""message":"answered""#))
    };
    let log = house.server.log_until(is_answered).await;
    house.assert_kept("the log", log.as_bytes());
}

#[apply(each_database)]
async fn errors_do_not_tell_them(database: support::Database) {
    let house = Vaulted::new(database).await;
    let (owner, path) = (&house.owner, &house.path);
    let id = path.rsplit('/').next().unwrap();
    let outsider = house.server.user("outsider").await;
    let viewer = house.server.member(id, "viewer").await;
    let wrong_key = format!("{}x", owner.credential);
    let wrong_token = format!("{}x", house.secrets[2]);
    let with_secret = format!("{path}?include=jwtSecret");
    let mut errors = vec![
        owner.with(&wrong_key).get(&with_secret).await,
        owner.with(&wrong_token).get(&with_secret).await,
        outsider.get(&with_secret).await,
        viewer.get(&with_secret).await,
        owner
            .patch(&with_secret, json!({ "jwtSecret": "mine" }))
            .await,
        owner.patch(&with_secret, json!({ "name": 1 })).await,
        owner.patch_bytes(&with_secret, "{").await,
        owner.get(&format!("{path}x?include=jwtSecret")).await,
    ];
    let stale = owner.request(reqwest::Method::PATCH, &with_secret);
    let stale = stale.header("if-match", "\"0\"").json(&json!({}));
    errors.push(owner.send(stale).await);
    let bytes = match database {
        Database::Sqlite => "CAST(id AS BLOB)",
        Database::Postgres => "id::bytea",
    };
    let broken = format!("UPDATE organizations SET embed_secret = {bytes}");
    house.server.storage.execute(&broken).await;
    errors.push(owner.get(&with_secret).await);
    for error in errors {
        assert!(error.status.as_u16() >= 400, "{}", error.body);
        assert_eq!(error.header("cache-control"), "no-store");
        house.assert_kept("an error", error.body.to_string().as_bytes());
    }
}

/// Without `ORGD_SECRET_KEY`, and with a umask that makes new files readable for everyone.
#[tokio::test]
async fn the_key_file_and_the_database_are_for_their_owner_alone() {
    let storage = Arc::new(Database::Sqlite.create().await);
    let mut command = Command::new("sh");
    let script = r#"umask 0; exec "$0" serve --listen 127.0.0.1:0"#;
    command
        .args(["-c", script, env!("CARGO_BIN_EXE_orgd")])
        .env_clear()
        .env("DATABASE_URL", &storage.url)
        .env("ORGD_LOG_FORMAT", "json")
        .kill_on_drop(true);
    let server = Server::spawn(storage, command).await;
    let folder = server.storage.folder.path();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
        paths.push(path);
    }
    assert!(paths.contains(&folder.join("orgd.db")));
    let is_key = |path: &&PathBuf| path.extension().is_some_and(|extension| extension == "key");
    let key = fs::read_to_string(paths.iter().find(is_key).unwrap()).unwrap();
    assert!(key.trim().len() >= 32);
}

#[tokio::test]
async fn the_key_file_opens_the_secrets_after_a_restart() {
    let storage = Arc::new(Database::Sqlite.create().await);
    let start = async |storage: Arc<support::Storage>| {
        let mut command = serve(&storage);
        command.env_remove("ORGD_SECRET_KEY");
        Server::spawn(storage, command).await
    };
    let server = start(storage).await;
    let owner = server.user("owner").await;
    let id = owner.organization("acme-corp").await;
    let path = format!("/api/public/organizations/{id}");
    let before = jwt_secret(&owner, &path).await;
    let server = start(server.kill().await).await;
    assert_eq!(jwt_secret(&owner.at(&server), &path).await, before);
}

/// Two organizations have different secrets, and both are strong.
#[apply(each_database)]
async fn every_organization_has_a_secret_of_its_own(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let mut secrets = Vec::new();
    for slug in ["acme-one", "acme-two"] {
        let id = owner.organization(slug).await;
        let path = format!("/api/public/organizations/{id}");
        secrets.push(jwt_secret(&owner, &path).await);
        let shown = owner.get(&path).await;
        assert_eq!(shown.body["data"].get("jwtSecret"), None::<&Value>);
    }
    assert_ne!(secrets[0], secrets[1]);
    assert!(secrets.iter().all(|secret| secret.len() >= 32));
}
