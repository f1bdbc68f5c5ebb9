//! An unavailable replica: the primary answers, and the replica answers again when it is back.

use super::{Nodes, Way, name, rename, with_replica};

/// The number of times that the log contains the text.
fn count(log: &str, what: &str) -> usize {
    log.matches(what).count()
}

#[tokio::test]
#[ignore = "needs a standby: tests/run starts one"]
async fn the_primary_answers_for_a_replica_that_is_stopped_or_hangs() {
    let nodes = Nodes::start().await;
    let storage = &nodes.plain.storage;
    let mut way = Way::to(storage).await;
    let reading = with_replica(storage, &way.url).await;
    let (owner, admin) = (nodes.owner.at(&reading), nodes.admin.at(&reading));
    assert_eq!(name(&admin, &nodes.acme).await, "Acme Corp");
    for (round, new) in ["One", "Two"].into_iter().enumerate() {
        match round {
            0 => way.close().await,
            _ => way.go_silent().await,
        }
        rename(&owner, &nodes.acme, new).await;
        assert_eq!(name(&owner, &nodes.acme).await, new);
        assert_eq!(name(&admin, &nodes.acme).await, new);
        assert_eq!(admin.get("/readyz").await.status, 204);
        // Once per outage.
        let is_told = |log: &str| count(log, "the replica fails") == round + 1;
        reading.log_until(is_told).await;

        way.reopen(storage).await;
        // The first request that tries the replica again logs it.
        while count(&reading.log(), "the replica answers again") == round {
            assert_eq!(name(&admin, &nodes.acme).await, new);
        }
    }
    // Check that the replica answers again.
    nodes.standby.pause().await;
    rename(&nodes.owner, &nodes.acme, "Three").await;
    assert_eq!(name(&admin, &nodes.acme).await, "Two");
    nodes.standby.resume().await;
}

#[tokio::test]
#[ignore = "needs a standby: tests/run starts one"]
async fn a_node_starts_without_its_replica() {
    let nodes = Nodes::start().await;
    let storage = &nodes.plain.storage;
    let mut way = Way::to(storage).await;
    way.close().await;
    let reading = with_replica(storage, &way.url).await;
    assert_eq!(
        name(&nodes.admin.at(&reading), &nodes.acme).await,
        "Acme Corp"
    );
}

/// A different database on the same server, with different users.
#[tokio::test]
#[ignore = "needs a standby: tests/run starts one"]
async fn a_replica_of_another_database_is_not_asked() {
    let nodes = Nodes::start().await;
    let other = crate::support::Server::start(crate::support::Database::Postgres).await;
    nodes.standby.catch_up().await;
    let reading = with_replica(&nodes.plain.storage, &other.storage.standby_url()).await;
    assert_eq!(
        name(&nodes.admin.at(&reading), &nodes.acme).await,
        "Acme Corp"
    );
    reading
        .log_until(|log| log.contains("not a replica of the database"))
        .await;
}
