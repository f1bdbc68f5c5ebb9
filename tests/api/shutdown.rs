//! What a load balancer sees of a server that is to stop.

use std::sync::Arc;

use rstest_reuse::apply;

use crate::support::{self, Server, each_database};

const ORGANIZATIONS: &str = "/api/v1/users/me/organizations";

#[apply(each_database)]
async fn a_server_that_leaves_is_not_ready_and_still_answers(database: support::Database) {
    let storage = Arc::new(database.create().await);
    let mut server = Server::on(storage, &["--shutdown-delay", "1h"]).await;
    let ada = server.user("ada").await;
    assert_eq!(ada.get("/readyz").await.status, 204);
    server.terminate();
    server.log_until(|log| log.contains("leaving")).await;
    // A user of its own has connections of its own.
    let late = server.user("late").await;
    let ready = late.get("/readyz").await;
    assert_eq!(ready.status, 503);
    assert_eq!(ready.header("retry-after"), "1");
    assert_eq!(late.get("/healthz").await.status, 204);
    assert_eq!(late.get(ORGANIZATIONS).await.status, 200);
    assert!(!server.log().contains("\"ERROR\""), "{}", server.log());
    server.terminate();
    assert!(server.wait().await.success());
}

#[apply(each_database)]
async fn a_server_stops_by_itself_when_the_delay_is_over(database: support::Database) {
    let storage = Arc::new(database.create().await);
    let mut server = Server::on(storage, &["--shutdown-delay", "1ms"]).await;
    server.terminate();
    assert!(server.wait().await.success());
    let log = server.log_until(|log| log.contains("stopping")).await;
    assert!(log.contains("leaving"), "{log}");
}
