//! The times in tokens: when they begin, end, and for how long they are valid.

use std::sync::Arc;
use std::time::SystemTime;

use rstest_reuse::apply;
use serde_json::json;

use super::tokens::{FUTURE, token};
use super::{assert_accepted, assert_refused};
use crate::support::{self, Server, each_database};

/// The time this many seconds from now.
fn from_now(seconds: f64) -> f64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.unwrap().as_secs_f64() + seconds
}

/// The clock of whoever signs a token may differ from the server's.
#[apply(each_database)]
async fn times_hold_with_a_leeway_of_half_a_minute(database: support::Database) {
    let server = Server::start(database).await;
    let user = server.user("user").await;
    for (claim, accepted, refused) in [
        ("nbf", [0.7, 20.0], [45.0, 100.0]),
        ("iat", [0.7, 20.0], [45.0, 100.0]),
        ("exp", [-0.7, -20.0], [-31.0, -100.0]),
    ] {
        let claims = |seconds: f64| {
            let mut claims = json!({ "sub": user.id, "exp": FUTURE });
            claims[claim] = json!(from_now(seconds));
            token(&claims)
        };
        for seconds in accepted {
            let token = claims(seconds);
            // The second request uses the cached result.
            assert_accepted(&user, &token).await;
            assert_accepted(&user, &token).await;
        }
        for seconds in refused {
            assert_refused(&user, &claims(seconds)).await;
        }
    }
}

#[apply(each_database)]
async fn the_leeway_is_the_operators_to_set(database: support::Database) {
    let storage = Arc::new(database.create().await);
    let none = Server::on(storage.clone(), &["--jwt-leeway", "0s"]).await;
    let user = none.user("user").await;
    let long = Server::on(storage, &["--jwt-leeway", "5m"]).await;
    for (claim, seconds) in [("nbf", 20.0), ("iat", 20.0), ("exp", -20.0)] {
        let mut claims = json!({ "sub": user.id, "exp": FUTURE });
        claims[claim] = json!(from_now(seconds));
        assert_refused(&user, &token(&claims)).await;
        claims[claim] = json!(from_now(seconds * 5.0));
        assert_accepted(&user.at(&long), &token(&claims)).await;
    }
}

/// A token that was accepted is refused once it has expired, including the leeway, even if it was cached.
#[apply(each_database)]
async fn a_remembered_token_expires_as_well(database: support::Database) {
    let storage = Arc::new(database.create().await);
    let server = Server::on(storage, &["--jwt-leeway", "1s"]).await;
    let user = server.user("user").await;
    let ends = from_now(0.5);
    let token = token(&json!({ "sub": user.id, "exp": ends }));
    assert_accepted(&user, &token).await;
    let path = "/api/v1/users/me/organizations";
    let mut accepted_at = from_now(0.0);
    while user.with(&token).get(path).await.status == 200 {
        accepted_at = from_now(0.0);
    }
    assert!(
        (ends..ends + 1.5).contains(&accepted_at),
        "{accepted_at} {ends}"
    );
    assert_refused(&user, &token).await;
}

/// The lifetime counts from `iat` or, without it, from now.
#[apply(each_database)]
async fn a_token_with_a_longer_lifetime_than_the_maximum_is_refused(database: support::Database) {
    let storage = Arc::new(database.create().await);
    let flags = ["--jwt-max-lifetime", "1h"];
    let server = Server::on(storage, &flags).await;
    let user = server.user("user").await;
    let claims = |iat: Option<f64>, exp: f64| {
        let mut claims = json!({ "sub": user.id, "exp": from_now(exp) });
        if let Some(iat) = iat {
            claims["iat"] = json!(from_now(iat));
        }
        token(&claims)
    };
    for (iat, exp) in [(None, 3500.0), (Some(0.0), 3500.0), (Some(-1800.0), 1700.0)] {
        assert_accepted(&user, &claims(iat, exp)).await;
    }
    for (iat, exp) in [(None, 3900.0), (Some(0.0), 3900.0), (Some(-3600.0), 600.0)] {
        assert_refused(&user, &claims(iat, exp)).await;
    }
    let create = ["token", "create", "--user", &user.id, "--expires-in"];
    let made = server
        .cli(&[&create[..], &["1h"], &flags[..]].concat())
        .await;
    assert_accepted(&user, made["token"].as_str().unwrap()).await;
    let refused = server
        .try_cli(&[&create[..], &["2h"], &flags[..]].concat())
        .await;
    let error = String::from_utf8(refused.stderr).unwrap();
    assert!(!refused.status.success() && error.contains("1h"), "{error}");
}

/// RFC 7519, 4.1.4: a token must not be accepted on or after its expiration time.
#[apply(each_database)]
async fn a_token_is_refused_in_the_second_of_its_expiry_already(database: support::Database) {
    let storage = Arc::new(database.create().await);
    let server = Server::on(storage, &["--jwt-leeway", "0s"]).await;
    let user = server.user("user").await;
    let arguments = ["token", "create", "--user", &user.id, "--expires-in", "0s"];
    let expired = server.cli(&arguments).await;
    assert_refused(&user, expired["token"].as_str().unwrap()).await;
}
