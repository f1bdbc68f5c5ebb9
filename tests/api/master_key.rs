//! Rotation of the master key.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use rstest_reuse::apply;
use serde_json::Value;
use tokio::process::Command;

use crate::support::{self, Database, SECRET_KEY, Server, Storage, User, each_database, orgd};

const NEW_KEY: &str = "another master key for tests, which is no secret either";

/// More than the command encrypts in one transaction.
const ORGANIZATIONS: usize = 150;

/// The master keys of a process: the first, which encrypts, and the second, which only decrypts.
type Keys = (&'static str, Option<&'static str>);

const OLD: Keys = (SECRET_KEY, None);
const BOTH: Keys = (NEW_KEY, Some(SECRET_KEY));
const NEW: Keys = (NEW_KEY, None);

fn command(storage: &Storage, (first, second): Keys, arguments: &[&str]) -> Command {
    let mut command = orgd(arguments);
    command
        .env("DATABASE_URL", &storage.url)
        .env("ORGD_SECRET_KEY", first);
    if let Some(second) = second {
        command.env("ORGD_SECOND_SECRET_KEY", second);
    }
    command
}

async fn serve(storage: &Arc<Storage>, keys: Keys) -> Server {
    let command = command(storage, keys, &["serve", "--listen", "127.0.0.1:0"]);
    Server::spawn(Arc::clone(storage), command).await
}

/// Runs `orgd secrets rotate`. Returns the number of secrets that it has encrypted, or its error.
async fn rotate(storage: &Storage, keys: Keys) -> Result<u64, String> {
    let output = command(storage, keys, &["secrets", "rotate", "--json"]).output();
    let output = output.await.unwrap();
    if !output.status.success() {
        return Err(String::from_utf8(output.stderr).unwrap());
    }
    let result: Value = serde_json::from_slice(&output.stdout).unwrap();
    Ok(result["encrypted"].as_u64().unwrap())
}

/// The embed secrets of all organizations, as a server with these keys shows them.
async fn secrets(storage: &Arc<Storage>, keys: Keys, owner: &User, ids: &[String]) -> Vec<String> {
    let server = serve(storage, keys).await;
    let owner = owner.at(&server);
    let mut secrets = Vec::new();
    for id in ids {
        let path = format!("/api/public/organizations/{id}?include=jwtSecret");
        let shown = owner.get(&path).await;
        secrets.push(shown.body["data"]["jwtSecret"].as_str().unwrap().to_owned());
    }
    secrets
}

/// Whether a server with these keys refuses to start.
async fn refuses(storage: &Storage, keys: Keys) -> bool {
    let serve = ["serve", "--listen", "127.0.0.1:0"];
    let mut command = command(storage, keys, &serve);
    let output = command.output().await.unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    !output.status.success() && error.contains("is not the one with which this database")
}

/// Makes it impossible to change the embed secret of this organization, or possible again.
async fn block(database: Database, storage: &Storage, id: Option<&str>) {
    let sql = match (database, id) {
        (Database::Sqlite, Some(id)) => format!(
            "CREATE TRIGGER block BEFORE UPDATE OF embed_secret ON organizations
             WHEN NEW.id = '{id}' BEGIN SELECT RAISE(ABORT, 'blocked'); END"
        ),
        (Database::Postgres, Some(id)) => {
            format!("ALTER TABLE organizations ADD CONSTRAINT block CHECK (id <> '{id}') NOT VALID")
        }
        (Database::Sqlite, None) => "DROP TRIGGER block".to_owned(),
        (Database::Postgres, None) => "ALTER TABLE organizations DROP CONSTRAINT block".to_owned(),
    };
    storage.execute(&sql).await;
}

#[apply(each_database)]
async fn every_secret_is_encrypted_again_after_an_interruption(database: Database) {
    let storage = Arc::new(database.create().await);
    let server = serve(&storage, OLD).await;
    let owner = server.user("owner").await;
    let mut ids = Vec::new();
    for number in 0..ORGANIZATIONS {
        ids.push(owner.organization(&format!("acme-{number}")).await);
    }
    ids.sort();
    server.kill().await;
    let before = secrets(&storage, OLD, &owner, &ids).await;

    block(database, &storage, ids.last().map(String::as_str)).await;
    rotate(&storage, BOTH).await.unwrap_err();
    block(database, &storage, None).await;
    assert_eq!(secrets(&storage, BOTH, &owner, &ids).await, before);
    let reversed = (SECRET_KEY, Some(NEW_KEY));
    assert_eq!(secrets(&storage, reversed, &owner, &ids).await, before);
    assert!(refuses(&storage, NEW).await, "the rotation is not complete");

    let rest = rotate(&storage, BOTH).await.unwrap();
    assert!((1..ORGANIZATIONS as u64).contains(&rest), "{rest}");
    assert_eq!(secrets(&storage, NEW, &owner, &ids).await, before);
    assert!(refuses(&storage, OLD).await);
    assert_eq!(rotate(&storage, BOTH).await.unwrap(), 0);
}

#[apply(each_database)]
async fn a_killed_rotation_can_be_repeated_while_a_server_runs(database: Database) {
    let storage = Arc::new(database.create().await);
    let server = serve(&storage, OLD).await;
    let owner = server.user("owner").await;
    let id = owner.organization("acme-0").await;
    server.kill().await;
    let server = serve(&storage, BOTH).await;
    let owner = owner.at(&server);
    let mut ids = vec![id];
    for round in 1..=10 {
        let rotation = ["secrets", "rotate"];
        let mut rotation = command(&storage, BOTH, &rotation)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        ids.push(owner.organization(&format!("acme-{round}")).await);
        rotation.kill().await.unwrap();
    }
    let before = secrets(&storage, BOTH, &owner, &ids).await;
    rotate(&storage, BOTH).await.unwrap();
    assert_eq!(secrets(&storage, NEW, &owner, &ids).await, before);
}

#[apply(each_database)]
async fn tokens_stay_valid_during_the_rotation(database: Database) {
    let storage = Arc::new(database.create().await);
    let derived = |keys, arguments: &[&str]| {
        let mut command = command(&storage, keys, arguments);
        command.env_remove("ORGD_JWT_SECRET");
        command
    };
    let listen = ["serve", "--listen", "127.0.0.1:0"];
    let server = Server::spawn(Arc::clone(&storage), derived(OLD, &listen)).await;
    let owner = server.user("owner").await;
    server.kill().await;
    let issue = ["token", "create", "--user", &owner.id, "--json"];
    let token = async |keys| {
        let output = derived(keys, &issue).output().await.unwrap();
        let issued: Value = serde_json::from_slice(&output.stdout).unwrap();
        issued["token"].as_str().unwrap().to_owned()
    };
    let tokens = [token(OLD).await, token(BOTH).await];
    for (keys, statuses) in [(BOTH, [200, 200]), (NEW, [401, 200])] {
        if keys == NEW {
            rotate(&storage, BOTH).await.unwrap();
        }
        let server = Server::spawn(Arc::clone(&storage), derived(keys, &listen)).await;
        for (token, status) in tokens.iter().zip(statuses) {
            let listed = owner.at(&server).with(token);
            let listed = listed.get("/api/v1/users/me/organizations").await;
            assert_eq!(listed.status, status);
        }
    }
}

#[tokio::test]
async fn a_key_file_is_rotated_with_two_commands() {
    let storage = Arc::new(Database::Sqlite.create().await);
    let file = storage.url.strip_prefix("sqlite://").unwrap().to_owned() + ".key";
    let with_file = |arguments: &[&str]| {
        let mut command = command(&storage, OLD, arguments);
        command.env_remove("ORGD_SECRET_KEY");
        command
    };
    let run = async |arguments: &[&str]| {
        let output = with_file(arguments).output().await.unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        (output.status.success(), error)
    };
    let start = async || {
        let command = with_file(&["serve", "--listen", "127.0.0.1:0"]);
        Server::spawn(Arc::clone(&storage), command).await
    };
    let server = start().await;
    let owner = server.user("owner").await;
    let path = format!(
        "/api/public/organizations/{}?include=jwtSecret",
        owner.organization("acme-corp").await
    );
    let secret = owner.get(&path).await.body["data"]["jwtSecret"].clone();
    server.kill().await;

    let (rotated, error) = run(&["secrets", "rotate"]).await;
    assert!(
        !rotated && error.contains("orgd secrets new-key"),
        "{error}"
    );
    let old = fs::read_to_string(&file).unwrap();
    assert!(run(&["secrets", "new-key"]).await.0);
    let new = fs::read_to_string(&file).unwrap();
    assert_ne!(new, old);
    let second = format!("{file}.old");
    assert_eq!(fs::read_to_string(&second).unwrap(), old);
    let (renewed, error) = run(&["secrets", "new-key"]).await;
    assert!(!renewed && error.contains("orgd secrets rotate"), "{error}");

    for _ in 0..2 {
        let server = start().await;
        let shown = owner.at(&server).get(&path).await;
        assert_eq!(shown.body["data"]["jwtSecret"], secret);
        server.kill().await;
        if Path::new(&second).exists() {
            assert!(run(&["secrets", "rotate"]).await.0);
        }
        assert!(!Path::new(&second).exists());
        assert_eq!(fs::read_to_string(&file).unwrap(), new);
    }
}

#[tokio::test]
async fn without_a_key_file_the_keys_are_in_the_environment() {
    let storage = Database::Sqlite.create().await;
    assert!(
        command(&storage, OLD, &["migrate"])
            .status()
            .await
            .unwrap()
            .success()
    );
    let output = command(&storage, OLD, &["secrets", "new-key"]).output();
    let error = String::from_utf8(output.await.unwrap().stderr).unwrap();
    assert!(error.contains("ORGD_SECOND_SECRET_KEY"), "{error}");
    let error = rotate(&storage, OLD).await.unwrap_err();
    assert!(error.contains("no second master key"), "{error}");
}
