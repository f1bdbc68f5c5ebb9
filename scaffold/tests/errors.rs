//! What errors are answered with.

#![allow(clippy::unwrap_used, reason = "all of this is tests")]

use axum::body::to_bytes;
use orgd_runtime::{Envelope, RequestInfo};
use serde_json::Value;

use __CRATE__::error::Error;
use __CRATE__::store::{Store, StoreError};

/// The status and the body that an error is answered with.
async fn answered(error: Error) -> (u16, Value) {
    let response = error.render(RequestInfo {
        id: "1",
        path: "/",
    });
    let status = response.status().as_u16();
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap())
}

#[tokio::test]
async fn a_unique_violation_is_a_conflict() {
    let (status, problem) = answered(StoreError::Duplicate.into()).await;
    assert_eq!((status, &problem["title"]), (409, &Value::from("Conflict")));
}

#[tokio::test]
async fn a_database_that_cannot_be_reached_is_unavailable() {
    let store = Store::open("postgres://nobody:hunter2@127.0.0.1:1/nothing").unwrap();
    let error = store.ping().await.unwrap_err();
    let (status, problem) = answered(error.into()).await;
    assert_eq!(status, 503);
    assert!(!problem.to_string().contains("127.0.0.1"), "{problem}");
}

#[tokio::test]
async fn the_cause_of_an_internal_error_is_not_sent() {
    let (status, problem) = answered(Error::Internal("disk 7 is full".to_owned())).await;
    assert_eq!(status, 500);
    assert!(!problem.to_string().contains("disk 7"), "{problem}");
}

#[tokio::test]
async fn a_failed_query_is_an_internal_error() {
    let failed = StoreError::Query(diesel::result::Error::RollbackTransaction);
    assert_eq!(answered(failed.into()).await.0, 500);
}
