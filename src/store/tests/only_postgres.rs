//! Behaviour that only PostgreSQL has: batched lookups, and an unreachable server.

use std::net::TcpListener;

use super::database::{TestDatabase, lookup, organization};
use crate::store::{Store, StoreError};

#[tokio::test]
async fn unreachable_server_is_unavailable() {
    // A port on which no process listens any more.
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let store = Store::open(&format!("postgres://orgd@127.0.0.1:{port}/orgd")).unwrap();
    assert!(matches!(
        store.ping().await,
        Err(StoreError::Unavailable(_))
    ));
    assert!(matches!(
        store.migrate().await,
        Err(StoreError::Unavailable(_))
    ));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: run tests/run"]
async fn batch_finds_every_field() {
    let database = TestDatabase::postgres().await;
    let store = database.with_organization().await;
    let seen = store.find_in_batch(&lookup("org_1", "user_1")).await;
    let seen = seen.unwrap().expect("a row of the batch");
    assert_eq!(seen.organization, organization("org_1", "user_1"));
    for absent in [lookup("org_2", "user_1"), lookup("org_1", "user_2")] {
        assert_eq!(store.find_in_batch(&absent).await.unwrap(), None);
    }
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: run tests/run"]
async fn lost_connections_are_replaced() {
    let database = TestDatabase::postgres().await;
    let store = database.migrated().await;
    store.ping().await.unwrap();
    database
        .execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        .await;
    // The loss of a connection may be detected only on use, so once for each connection.
    while let Err(error) = store.ping().await {
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    }
    database.remove().await;
}
