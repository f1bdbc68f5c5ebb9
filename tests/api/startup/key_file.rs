//! The key file: one that is lost, shared or damaged is refused, and never replaced.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::Arc;

use rstest::rstest;
use tokio::process::Command;

use super::{on_new_database, refusal, serve};
use crate::support::{Database, Server, Storage, orgd};

/// A database whose master key is in a key file, and that file.
async fn with_key_file() -> (Arc<Storage>, PathBuf) {
    let storage = Arc::new(Database::Sqlite.create().await);
    let server = on_new_database(Database::Sqlite, storage).await;
    let storage = server.kill().await;
    let key_file = storage.folder.path().join("orgd.db.key");
    assert!(key_file.is_file());
    (storage, key_file)
}

/// The commands that need the master key.
fn commands(storage: &Storage) -> [Command; 2] {
    let mut token = orgd(&["token", "create", "--user", "ada@example.com"]);
    token.env("DATABASE_URL", &storage.url);
    token.env_remove("ORGD_JWT_SECRET");
    let mut commands = [serve(&storage.url), token];
    for command in &mut commands {
        command.env_remove("ORGD_SECRET_KEY");
    }
    commands
}

async fn create_user(storage: &Storage) {
    let mut command = orgd(&["user", "create", "--email", "ada@example.com"]);
    command.env("DATABASE_URL", &storage.url);
    assert!(command.output().await.unwrap().status.success());
}

/// The names of the files next to the database.
fn files(storage: &Storage) -> Vec<String> {
    let files = fs::read_dir(storage.folder.path()).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    // SQLite's own, which come and go.
    let mut names: Vec<_> = names
        .filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm"))
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_lost_key_file_is_refused_and_not_replaced() {
    let (storage, key_file) = with_key_file().await;
    create_user(&storage).await;
    let elsewhere = key_file.with_extension("backup");
    fs::rename(&key_file, &elsewhere).unwrap();
    let before = files(&storage);
    for command in commands(&storage) {
        let line = refusal(command).await;
        assert!(line.contains(key_file.to_str().unwrap()), "{line}");
        assert!(line.contains("restore"), "{line}");
        assert_eq!(files(&storage), before);
    }
    fs::rename(&elsewhere, &key_file).unwrap();
    on_new_database(Database::Sqlite, storage).await;
}

#[tokio::test]
async fn no_key_file_is_made_for_a_database_with_another_master_key() {
    let storage = Server::start(Database::Sqlite).await.kill().await;
    create_user(&storage).await;
    let before = files(&storage);
    for command in commands(&storage) {
        let line = refusal(command).await;
        assert!(line.contains("ORGD_SECRET_KEY"), "{line}");
        assert_eq!(files(&storage), before);
    }
}

#[tokio::test]
async fn a_key_file_that_other_users_can_read_is_refused() {
    let (storage, key_file) = with_key_file().await;
    create_user(&storage).await;
    for mode in [0o640, 0o604, 0o620, 0o601] {
        fs::set_permissions(&key_file, Permissions::from_mode(mode)).unwrap();
        for command in commands(&storage) {
            let line = refusal(command).await;
            let advice = format!("chmod 600 {}", key_file.display());
            assert!(line.contains(&advice), "{line}");
        }
    }
    for mode in [0o600, 0o400] {
        fs::set_permissions(&key_file, Permissions::from_mode(mode)).unwrap();
        on_new_database(Database::Sqlite, Arc::clone(&storage)).await;
    }
}

#[rstest]
#[case::empty(b"", "is damaged")]
#[case::truncated(b"0123456789abcdef0123456789abcde\n", "is damaged")]
#[case::not_utf8(&[0xff; 64], "UTF-8")]
#[case::another_key(&[b'x'; 64], "not the one with which this database was created")]
#[tokio::test]
async fn a_damaged_key_file_is_refused_and_kept(#[case] key: &[u8], #[case] reason: &str) {
    let (storage, key_file) = with_key_file().await;
    create_user(&storage).await;
    fs::write(&key_file, key).unwrap();
    for command in commands(&storage) {
        let line = refusal(command).await;
        assert!(line.contains("key file") && line.contains(reason), "{line}");
        assert!(!line.contains("xxx"), "{line}");
        assert_eq!(fs::read(&key_file).unwrap(), key);
    }
}

/// The first start may have been interrupted.
#[tokio::test]
async fn a_damaged_key_file_is_refused_with_a_new_database_too() {
    let storage = Database::Sqlite.create().await;
    let key_file = storage.folder.path().join("orgd.db.key");
    fs::write(&key_file, "short").unwrap();
    fs::set_permissions(&key_file, Permissions::from_mode(0o600)).unwrap();
    let [serve, _] = commands(&storage);
    let line = refusal(serve).await;
    assert!(line.contains(key_file.to_str().unwrap()), "{line}");
    assert_eq!(fs::read_to_string(&key_file).unwrap(), "short");
}
