//! Credentials and health.

#![allow(clippy::unwrap_used, reason = "all of this is tests")]

mod support;

use reqwest::Client;

use __CRATE__::auth::Access;

#[test]
fn a_list_of_tokens_has_a_name_and_a_secret_for_each() {
    for list in ["", "ada=secret", "ada=secret, bob=other=="] {
        assert!(Access::from_list(list).is_ok(), "{list}");
    }
    for list in ["secret", "=secret", "ada=", "ada=secret,other"] {
        assert!(Access::from_list(list).is_err(), "{list}");
    }
}

#[tokio::test]
async fn the_server_is_healthy_and_documented() {
    for database in support::databases().await {
        let server = support::serve(&database).await;
        for path in ["/healthz", "/readyz", "/openapi.json", "/"] {
            let response = Client::new().get(format!("{server}{path}")).send().await;
            assert!(response.unwrap().status().is_success(), "{path}");
        }
    }
}
