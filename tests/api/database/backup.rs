//! Backups of a live database.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::describe;
use crate::support::{Database, Server, orgd};

/// All changes that were acknowledged before the backup began are in it, while others are being made.
#[tokio::test]
async fn a_server_starts_on_a_backup_that_was_taken_under_load() {
    let server = Server::start(Database::Sqlite).await;
    let owner = server.user("owner").await;
    let id = owner.organization("acme-corp").await;
    let acknowledged = Arc::new(AtomicUsize::new(0));
    let ended = Arc::new(AtomicBool::new(false));
    let load = tokio::spawn({
        let (owner, id) = (owner.clone(), id.clone());
        let (acknowledged, ended) = (Arc::clone(&acknowledged), Arc::clone(&ended));
        async move {
            for number in 1.. {
                if ended.load(Ordering::Relaxed) {
                    return;
                }
                assert_eq!(describe(&owner, &id, &number.to_string()).await.status, 200);
                acknowledged.store(number, Ordering::SeqCst);
            }
        }
    });
    let folder = tempfile::tempdir().unwrap();
    for round in 0..5 {
        while acknowledged.load(Ordering::SeqCst) < 20 * (round + 1) {
            tokio::task::yield_now().await;
        }
        let file = folder.path().join(format!("{round}.db"));
        let before = acknowledged.load(Ordering::SeqCst);
        server.cli(&["backup", file.to_str().unwrap()]).await;
        let after = acknowledged.load(Ordering::SeqCst);
        assert_eq!(
            fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o600
        );
        let files = fs::read_dir(&folder).unwrap().count();
        assert_eq!(files, round + 1, "nothing else is left");

        let mut command = orgd(&["serve", "--listen", "127.0.0.1:0", "--check-database"]);
        // Restored elsewhere, so that each backup stays a single file.
        let restored = tempfile::tempdir().unwrap();
        let database = restored.path().join("orgd.db");
        fs::copy(&file, &database).unwrap();
        command.env("DATABASE_URL", format!("sqlite://{}", database.display()));
        let copy = Server::spawn(Arc::clone(&server.storage), command).await;
        let read = owner
            .at(&copy)
            .get(&format!("/api/v1/organizations/{id}"))
            .await;
        let stored: usize = read.body["description"].as_str().unwrap().parse().unwrap();
        // One more may have been committed and not yet acknowledged.
        assert!(
            (before..=after + 1).contains(&stored),
            "{before} {stored} {after}"
        );
        println!(
            "acknowledged before: {before}, in the backup: {stored}, acknowledged after: {after}"
        );
    }
    ended.store(true, Ordering::Relaxed);
    load.await.unwrap();
}

#[tokio::test]
async fn a_backup_overwrites_nothing_and_creates_no_database() {
    let server = Server::start(Database::Sqlite).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("copy.db");
    fs::write(&file, "precious").unwrap();
    let refused = server.try_cli(&["backup", file.to_str().unwrap()]).await;
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(fs::read_to_string(&file).unwrap(), "precious");

    let absent = folder.path().join("absent.db");
    let mut command = orgd(&["backup", folder.path().join("new.db").to_str().unwrap()]);
    command.env("DATABASE_URL", format!("sqlite://{}", absent.display()));
    let output = command.output().await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("absent.db"));
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
}

#[tokio::test]
async fn for_postgresql_a_backup_names_its_own_tool() {
    let mut command = orgd(&["backup", "copy.db"]);
    command.env("DATABASE_URL", "postgres://localhost/orgd");
    let output = command.output().await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("pg_dump"));
}
