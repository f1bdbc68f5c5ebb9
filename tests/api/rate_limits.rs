//! Limits on the number of requests, for each caller and for each address without a valid credential.

use std::sync::Arc;

use reqwest::Method;
use rstest_reuse::apply;
use serde_json::json;

use crate::support::{self, Answer, Organization, Server, User, each_database, orgd};

/// The network of an IPv6 subscriber, of which everybody uses any address.
const NETWORK: &str = "2001:db8:1:2";

async fn server(database: support::Database, flags: &[&str]) -> Server {
    Server::on(Arc::new(database.create().await), flags).await
}

/// Sends a request that a proxy forwards from an address.
async fn from(address: &str, user: &User, path: &str) -> Answer {
    let request = user.request(Method::GET, path);
    user.send(request.header("x-forwarded-for", address)).await
}

/// The limit, what remains of it, and the seconds until it is whole again.
fn limit(answer: &Answer) -> [u64; 3] {
    ["limit", "remaining", "reset"].map(|name| {
        let value = answer.header(&format!("x-ratelimit-{name}"));
        value.parse().unwrap()
    })
}

fn assert_refused(answer: &Answer) {
    assert_eq!(answer.status, 429, "{}", answer.body);
    assert!(["RATE_LIMIT_EXCEEDED", "TooManyRequests"].contains(&answer.kind()));
    let wait: u64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(limit(answer)[1], 0);
}

#[apply(each_database)]
async fn a_caller_gets_the_requests_of_a_minute(database: support::Database) {
    let server = server(database, &["--rate-limit", "4"]).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let admin = server.member(&acme.id, "admin").await;
    let found = acme.owner.get(&acme.public).await;
    assert_eq!(found.status, 200);
    let [of, remaining, reset] = limit(&found);
    assert_eq!((of, remaining), (4, 2), "after two requests");
    assert!((16..=30).contains(&reset), "{reset}");
    let absent = acme.owner.get("/api/v1/organizations/org_absent").await;
    assert_eq!(absent.status, 404);
    assert_eq!(limit(&absent)[1], 1);
    let invalid = acme.owner.patch(&acme.v1, json!({ "nmae": "Acme" })).await;
    assert_eq!(invalid.status, 400);
    assert_eq!(limit(&invalid)[1], 0);

    for path in acme.paths() {
        assert_refused(&acme.owner.get(path).await);
        assert_refused(&acme.owner.patch(path, json!({ "name": "Other" })).await);
    }
    let second = server.cli(&["key", "create", "--user", "owner@example.com"]);
    let second = acme.owner.with(second.await["key"].as_str().unwrap());
    assert_refused(&second.get(&acme.v1).await);

    let unchanged = admin.get(&acme.v1).await;
    assert_eq!(
        limit(&unchanged)[..2],
        [4, 3],
        "the limit of another caller"
    );
    assert_eq!(unchanged.header("etag"), found.header("etag"));
}

#[apply(each_database)]
async fn an_address_gets_few_requests_without_a_valid_credential(database: support::Database) {
    let server = server(database, &["--unauthenticated-rate-limit", "2"]).await;
    let known = server.user("known").await;
    let unknown = server.user("unknown").await;
    let path = "/api/v1/users/me/organizations";
    assert_eq!(known.get(path).await.status, 200);

    let missing = server.stranger().get(path).await;
    assert_eq!(missing.status, 401);
    assert_eq!(limit(&missing)[..2], [2, 1]);
    let wrong = known.with("bd_key_wrong").get(path).await;
    assert_eq!(wrong.status, 401);
    assert_eq!(limit(&wrong)[1], 0);
    assert_refused(&known.with("bd_key_wrong").get(path).await);
    assert_refused(&server.stranger().get(path).await);

    // What the server knows already is not worth an attack; anything else would have to be looked up.
    assert_eq!(known.get(path).await.status, 200);
    assert_refused(&unknown.get(path).await);
    // Without a trusted proxy, nobody else can say where a request is from.
    assert_refused(&from("192.0.2.1", &server.stranger(), path).await);
}

#[apply(each_database)]
async fn behind_a_trusted_proxy_each_client_has_its_own_limit(database: support::Database) {
    let flags = [
        "--unauthenticated-rate-limit",
        "1",
        "--trusted-proxies",
        "127.0.0.1",
    ];
    let server = server(database, &flags).await;
    let (stranger, user) = (server.stranger(), server.user("user").await);
    let path = "/api/public/organizations";
    let attackers = ["192.0.2.1".to_owned(), format!("{NETWORK}::1")];
    for address in &attackers {
        assert_eq!(from(address, &stranger, path).await.status, 401);
        assert_refused(&from(address, &stranger, path).await);
    }
    assert_refused(&from(&format!("{NETWORK}:a:b:c:d"), &stranger, path).await);
    assert_refused(&from("192.0.2.2, 192.0.2.1", &stranger, path).await);
    assert_refused(&from(&attackers[0], &user, path).await);
    for address in ["192.0.2.2", "2001:db8:1:3::1"] {
        assert_eq!(from(address, &user, path).await.status, 200, "{address}");
        assert_eq!(
            from(address, &stranger, path).await.status,
            401,
            "{address}"
        );
    }
}

#[apply(each_database)]
async fn limits_can_be_switched_off(database: support::Database) {
    let flags = ["--rate-limit", "off", "--unauthenticated-rate-limit", "off"];
    let server = server(database, &flags).await;
    for user in [server.user("user").await, server.stranger()] {
        let answer = user.get("/api/public/organizations").await;
        let mut names = answer.headers.keys();
        assert!(!names.any(|name| name.as_str().starts_with("x-ratelimit")));
    }
}

#[tokio::test]
async fn a_limit_is_a_number_or_off() {
    for flag in ["--rate-limit", "--unauthenticated-rate-limit"] {
        for value in ["0", "-1", "4294967296", "10/s", ""] {
            let output = orgd(&["serve", &format!("{flag}={value}")]).output();
            let output = output.await.unwrap();
            let error = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{error}");
            assert!(error.contains("from 1 to 4294967295, or `off`"), "{error}");
        }
    }
}
