//! Authentication: API keys and tokens, on both surfaces.

use std::fmt::Write;

use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::{Method, RequestBuilder};
use rstest_reuse::apply;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::support::{self, Contract, Database, Organization, Server, Target, User, each_database};

mod reasons;
mod times;
mod tokens;

/// The path that a caller with any valid credential can read on each surface.
const PATHS: [&str; 2] = [
    "/api/v1/users/me/organizations",
    "/api/public/organizations",
];

/// Fails unless both surfaces accept the credential as the user's.
async fn assert_accepted(user: &User, credential: &str) {
    for path in PATHS {
        let answer = user.with(credential).get(path).await;
        assert_eq!(answer.status, 200, "{credential} {path}: {}", answer.body);
    }
}

/// Fails unless both surfaces refuse the credential.
async fn assert_refused(user: &User, credential: &str) {
    let user = user.with(credential);
    for path in PATHS {
        assert_unauthenticated(&user, user.request(Method::GET, path)).await;
    }
}

async fn assert_unauthenticated(user: &User, request: RequestBuilder) {
    let about = format!("{request:?}");
    let answer = user.send(request).await;
    assert_eq!(answer.status, 401, "{about}");
    let kinds = ["AUTHENTICATION_ERROR", "Unauthorized"];
    assert!(kinds.contains(&answer.kind()), "{}", answer.body);
    assert!(answer.header("www-authenticate").starts_with("Bearer"));
    assert_eq!(answer.header("cache-control"), "no-store");
}

/// RFC 6750, 3.1: the challenge has an error only if the request had a bearer credential.
#[apply(each_database)]
async fn the_challenge_tells_an_invalid_credential_from_none(database: support::Database) {
    let server = Server::start(database).await;
    let (user, stranger) = (server.user("user").await, server.stranger());
    let none = r#"Bearer realm="orgd""#;
    let invalid = r#"Bearer realm="orgd", error="invalid_token""#;
    server.cli(&["user", "deactivate", &user.id]).await;
    let own = format!("Bearer {}", user.credential);
    for path in PATHS {
        let answer = stranger.get(path).await;
        assert_eq!(answer.header("www-authenticate"), none);
        for (value, expected) in [
            ("", none),
            ("Bearer", none),
            ("Basic dXNlcjpwYXNz", none),
            ("Bearer bd_key_unknown", invalid),
            ("bearer bd_key_unknown", invalid),
            ("Bearer a.b.c", invalid),
            (&own, invalid),
        ] {
            let request = stranger.request(Method::GET, path);
            let answer = stranger.send(request.header(AUTHORIZATION, value)).await;
            assert_eq!(answer.status, 401, "{value}");
            assert_eq!(answer.header("www-authenticate"), expected, "{value}");
        }
    }
    // A cached credential that was revoked.
    let user = server.user("other").await;
    assert_accepted(&user, &user.credential).await;
    server.cli(&["user", "deactivate", &user.id]).await;
    for path in PATHS {
        let answer = user.get(path).await;
        assert_eq!(answer.header("www-authenticate"), invalid);
    }
}

#[apply(each_database)]
async fn headers_without_one_bearer_credential_are_refused(database: support::Database) {
    let server = Server::start(database).await;
    let user = server.user("user").await;
    let key = user.credential.clone();
    let stranger = server.stranger();
    for path in PATHS {
        assert_unauthenticated(&stranger, stranger.request(Method::GET, path)).await;
        for value in [
            "",
            "Bearer",
            "Bearer ",
            &key,
            &format!("Basic {key}"),
            &format!("Token {key}"),
            &format!("Bearer{key}"),
            &format!("Bearer:{key}"),
            &format!("Bearer Bearer {key}"),
            &format!("Bearer {key} {key}"),
            &format!("Bearer {key},"),
            &format!("Bearer \"{key}\""),
            &format!("Bearer {key}, Bearer {key}"),
        ] {
            let request = stranger.request(Method::GET, path);
            assert_unauthenticated(&stranger, request.header(AUTHORIZATION, value)).await;
        }
        let bytes = HeaderValue::from_bytes(b"Bearer bd_key_\xff\xfe").unwrap();
        let request = stranger.request(Method::GET, path);
        assert_unauthenticated(&stranger, request.header(AUTHORIZATION, bytes)).await;
    }
}

#[apply(each_database)]
async fn two_credentials_are_refused_even_if_both_are_valid(database: support::Database) {
    let server = Server::start(database).await;
    let (user, other) = (server.user("user").await, server.user("other").await);
    for path in PATHS {
        for second in [&user.credential, &other.credential, "bd_key_unknown"] {
            let request = user.request(Method::GET, path);
            let second = format!("Bearer {second}");
            assert_unauthenticated(&user, request.header(AUTHORIZATION, second)).await;
        }
    }
}

#[apply(each_database)]
async fn the_scheme_may_be_in_any_case(database: support::Database) {
    let server = Server::start(database).await;
    let user = server.user("user").await;
    let stranger = server.stranger();
    for scheme in ["Bearer", "bearer", "BEARER", "bEaReR"] {
        for path in PATHS {
            let request = stranger.request(Method::GET, path);
            let value = format!("{scheme} {}", user.credential);
            let answer = stranger.send(request.header(AUTHORIZATION, value)).await;
            assert_eq!(answer.status, 200, "{scheme} {path}");
        }
    }
}

#[apply(each_database)]
async fn unknown_keys_are_refused(database: support::Database) {
    let server = Server::start(database).await;
    let user = server.user("user").await;
    let key = &user.credential;
    for unknown in [
        "bd_key_",
        "bd_key_x",
        "bd_key_00000000000000000000000000000000",
        &format!("bd_key_{}", "x".repeat(5000)),
        &key[..key.len() - 1],
        &format!("{key}x"),
        &key.replace("bd_key_", "BD_KEY_"),
        &key.replace("bd_key_", ""),
        &key.to_lowercase(),
        "%",
        "' OR 1=1 --",
    ] {
        assert_refused(&user, unknown).await;
    }
}

#[apply(each_database)]
async fn revoked_keys_are_refused_and_others_of_the_user_are_not(database: support::Database) {
    let server = Server::start(database).await;
    let user = server.user("user").await;
    let other = server.cli(&["key", "create", "--user", &user.id]).await;
    let (id, key) = (
        other["id"].as_str().unwrap(),
        other["key"].as_str().unwrap(),
    );
    assert_accepted(&user, key).await;
    server.cli(&["key", "revoke", id]).await;
    assert_refused(&user, key).await;
    assert_accepted(&user, &user.credential).await;
}

/// A server may cache valid credentials, but no operation and no refusal of a request may rely on the cache.
#[apply(each_database)]
async fn the_very_next_request_after_a_revocation_is_refused_by_every_node(
    database: support::Database,
) {
    let first = Server::start(database).await;
    let second = Server::on(first.storage.clone(), &[]).await;
    let user = first.user("user").await;
    let acme = Organization::bare(&user, "acme-corp").await;
    let before = acme.state().await;
    for operation in &Contract::get().operations {
        for is_broken in [false, true] {
            let key = first.cli(&["key", "create", "--user", &user.id]).await;
            let revoked = user.with(key["key"].as_str().unwrap());
            for server in [&first, &second] {
                assert_accepted(&revoked.at(server), &revoked.credential).await;
            }
            let (now, id) = ("2024-01-15 10:00:00", key["id"].as_str().unwrap());
            let sql = format!("UPDATE api_keys SET revoked_at = '{now}' WHERE id = '{id}'");
            first.storage.execute(&sql).await;
            for server in [&first, &second] {
                let revoked = revoked.at(server);
                let request = operation.request(&revoked, &Target::at(&acme.id));
                let request = if is_broken {
                    request.body("{")
                } else {
                    request
                };
                assert_unauthenticated(&revoked, request).await;
            }
        }
    }
    assert_eq!(acme.state().await, before);
}

#[apply(each_database)]
async fn expired_keys_are_refused(database: support::Database) {
    let server = Server::start(database).await;
    let user = server.user("user").await;
    let arguments = ["key", "create", "--user", &user.id, "--expires-in", "1h"];
    let expiring = server.cli(&arguments).await;
    let (id, key) = (
        expiring["id"].as_str().unwrap(),
        expiring["key"].as_str().unwrap(),
    );
    assert_accepted(&user, key).await;
    let past = "2024-01-15 10:00:00";
    let sql = format!("UPDATE api_keys SET expires_at = '{past}' WHERE id = '{id}'");
    server.storage.execute(&sql).await;
    assert_refused(&user, key).await;
    assert_accepted(&user, &user.credential).await;
}

#[apply(each_database)]
async fn deactivated_users_are_refused(database: support::Database) {
    let server = Server::start(database).await;
    let (user, other) = (server.user("user").await, server.user("other").await);
    let token = server.cli(&["token", "create", "--user", &user.id]).await;
    let token = token["token"].as_str().unwrap();
    let acme = Organization::bare(&user, "acme-corp").await;
    for credential in [&user.credential, token] {
        assert_accepted(&user, credential).await;
    }
    server.cli(&["user", "deactivate", &user.id]).await;
    for credential in [&user.credential, token] {
        assert_refused(&user, credential).await;
        let user = user.with(credential);
        let request = user.request(Method::PATCH, &acme.v1).json(&json!({}));
        assert_unauthenticated(&user, request).await;
    }
    assert_accepted(&other, &other.credential).await;
}

#[apply(each_database)]
async fn keys_of_any_length_are_accepted(database: support::Database) {
    let server = Server::start(database).await;
    let user = server.user("user").await;
    for length in [1, 21, 28, 32, 4000] {
        let key = format!("bd_key_{}", "k".repeat(length));
        assert_refused(&user, &key).await;
        let hash = Sha256::digest(&key)
            .iter()
            .fold(String::new(), |mut hex, byte| {
                write!(hex, "{byte:02x}").unwrap();
                hex
            });
        let hash = match database {
            Database::Sqlite => format!("X'{hash}'"),
            Database::Postgres => format!("'\\x{hash}'"),
        };
        let sql = format!(
            "INSERT INTO api_keys (id, user_id, hash, created_at)
             VALUES ('key_{length}', '{}', {hash}, '2024-01-15 10:00:00')",
            user.id
        );
        server.storage.execute(&sql).await;
        assert_accepted(&user, &key).await;
    }
}

#[apply(each_database)]
async fn every_operation_asks_for_a_credential_before_it_looks_further(
    database: support::Database,
) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let before = acme.state().await;
    let nobody = acme.owner.with("bd_key_unknown");
    let targets = [
        (Method::POST, "/api/v1/organizations"),
        (Method::POST, "/api/public/organizations"),
        (Method::PATCH, &acme.v1),
        (Method::PATCH, &acme.public),
        (Method::PATCH, "/api/v1/organizations/%00"),
        (
            Method::PATCH,
            "/api/public/organizations/org_absent?include=nothing",
        ),
    ];
    for (method, path) in targets {
        for (content_type, body) in [
            ("application/json", "{}"),
            ("application/json", "{"),
            ("application/json", r#"{"nme":1}"#),
            ("text/plain", "{}"),
        ] {
            let request = nobody.request(method.clone(), path).body(body.to_owned());
            assert_unauthenticated(&nobody, request.header("content-type", content_type)).await;
        }
    }
    for path in [
        "/api/v1/users/me/organizations?limit=0",
        "/api/public/organizations?cursor=%00",
    ] {
        assert_unauthenticated(&nobody, nobody.request(Method::GET, path)).await;
    }
    assert_eq!(acme.state().await, before);
}

#[apply(each_database)]
async fn the_refusal_does_not_wait_for_a_body_however_large(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let nobody = acme.owner.with("bd_key_unknown");
    for path in acme.paths() {
        for length in ["Content-Length: 1000000000", "Transfer-Encoding: chunked"] {
            let lines = ["Content-Type: application/json", length];
            let answer = nobody
                .send_raw(Method::PATCH, path, &lines, b"1\r\n{")
                .await;
            assert_eq!(answer.status, 401, "{path}");
        }
    }
}
