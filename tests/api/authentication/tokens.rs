//! JSON Web Tokens: HS256 with the shared secret, for a user that the server knows, until they expire.

use std::sync::Arc;

use jsonwebtoken::{Algorithm, EncodingKey, Header, crypto, encode};
use rstest_reuse::apply;
use serde_json::{Value, json};

use super::{assert_accepted, assert_refused};
use crate::support::{self, JWT_SECRET, Server, User, each_database};

/// In 2100, and in 2020.
pub(super) const FUTURE: u64 = 4_102_444_800;
pub(super) const PAST: u64 = 1_577_836_800;

pub(super) fn signed(algorithm: Algorithm, secret: &str, claims: &Value) -> String {
    let key = EncodingKey::from_secret(secret.as_bytes());
    encode(&Header::new(algorithm), claims, &key).unwrap()
}

pub(super) fn token(claims: &Value) -> String {
    signed(Algorithm::HS256, JWT_SECRET, claims)
}

/// The valid token with a different header, given in base64url, and signed again with HS256.
pub(super) fn with_header(valid: &str, header: &str) -> String {
    let claims = valid.split('.').nth(1).unwrap();
    let message = format!("{header}.{claims}");
    let key = EncodingKey::from_secret(JWT_SECRET.as_bytes());
    let signature = crypto::sign(message.as_bytes(), &key, Algorithm::HS256).unwrap();
    format!("{message}.{signature}")
}

/// The ids of the organizations that the token's user sees, which show who the server thinks the user is.
async fn sees(user: &User, token: &str) -> Vec<String> {
    let listed = user.with(token).get("/api/v1/users/me/organizations").await;
    assert_eq!(listed.status, 200, "{token}");
    let organizations = listed.body["organizations"].as_array().unwrap().iter();
    organizations
        .map(|one| one["id"].as_str().unwrap().to_owned())
        .collect()
}

#[apply(each_database)]
async fn a_token_names_its_user_by_sub_or_without_one_by_user_id(database: support::Database) {
    let server = Server::start(database).await;
    let (user, other) = (server.user("user").await, server.user("other").await);
    let own = user.organization("acme-corp").await;
    other.organization("acme-labs").await;
    for claims in [
        json!({ "sub": user.id, "exp": FUTURE }),
        json!({ "userId": user.id, "exp": FUTURE }),
        json!({ "sub": user.id, "userId": user.id, "exp": FUTURE }),
        json!({ "sub": user.id, "userId": other.id, "exp": FUTURE }),
        json!({
            "userId": user.id,
            "email": "user@example.com",
            "sessionId": "ses_1",
            "iss": "bunship",
            "aud": "bunship-api",
            "iat": PAST,
            "nbf": PAST,
            "exp": FUTURE,
        }),
    ] {
        let token = token(&claims);
        assert_accepted(&user, &token).await;
        assert_eq!(sees(&user, &token).await, [own.as_str()], "{claims}");
    }
}

#[apply(each_database)]
async fn a_token_of_the_command_line_is_accepted(database: support::Database) {
    let server = Server::start(database).await;
    let user = server.user("user").await;
    let own = user.organization("acme-corp").await;
    let made = server
        .cli(&["token", "create", "--user", "user@example.com"])
        .await;
    let token = made["token"].as_str().unwrap();
    assert_accepted(&user, token).await;
    assert_eq!(sees(&user, token).await, [own]);
}

#[apply(each_database)]
async fn claims_that_do_not_hold_are_refused(database: support::Database) {
    let server = Server::start(database).await;
    let user = server.user("user").await;
    let id = &user.id;
    for claims in [
        json!({ "sub": id, "exp": PAST }),
        json!({ "sub": id, "exp": 0 }),
        json!({ "sub": id, "exp": -1 }),
        json!({ "sub": id }),
        json!({ "sub": id, "exp": null }),
        json!({ "sub": id, "exp": "4102444800" }),
        json!({ "sub": id, "exp": {} }),
        json!({ "sub": id, "exp": FUTURE, "nbf": FUTURE }),
        json!({ "sub": id, "exp": FUTURE, "nbf": "4102444800" }),
        json!({ "sub": id, "exp": FUTURE, "iat": FUTURE }),
        json!({ "sub": id, "exp": FUTURE, "iat": "1577836800" }),
        json!({ "exp": FUTURE }),
        json!({ "sub": "usr_unknown", "exp": FUTURE }),
        json!({ "sub": "usr_unknown", "userId": id, "exp": FUTURE }),
        json!({ "sub": "", "userId": id, "exp": FUTURE }),
        json!({ "sub": "user@example.com", "exp": FUTURE }),
        json!({ "email": "user@example.com", "exp": FUTURE }),
        json!({ "sub": id.to_uppercase(), "exp": FUTURE }),
        json!({ "sub": format!("{id}\0"), "exp": FUTURE }),
        json!({ "sub": "\0", "exp": FUTURE }),
        json!({ "sub": 1, "exp": FUTURE }),
        json!({ "sub": [id], "exp": FUTURE }),
        json!([id, FUTURE]),
        json!("sub"),
    ] {
        assert_refused(&user, &token(&claims)).await;
    }
}

#[apply(each_database)]
async fn other_signatures_and_algorithms_are_refused(database: support::Database) {
    let server = Server::start(database).await;
    let user = server.user("user").await;
    let claims = json!({ "sub": user.id, "exp": FUTURE });
    let valid = token(&claims);
    let parts: Vec<_> = valid.split('.').collect();
    let (header, body, signature) = (parts[0], parts[1], parts[2]);
    // {"alg":"none","typ":"JWT"}, {"alg":"None"} and {"alg":"RS256","typ":"JWT"}
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
    let other_none = "eyJhbGciOiJOb25lIn0";
    let rs256 = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9";
    // {"alg":"HS256","crit":["b64"],"b64":false}
    let critical = "eyJhbGciOiJIUzI1NiIsImNyaXQiOlsiYjY0Il0sImI2NCI6ZmFsc2V9";
    let admin = token(&json!({ "sub": "usr_admin", "exp": FUTURE }));
    let other_body = admin.split('.').nth(1).unwrap();
    assert_accepted(&user, &valid).await;
    for refused in [
        signed(Algorithm::HS384, JWT_SECRET, &claims),
        signed(Algorithm::HS512, JWT_SECRET, &claims),
        signed(
            Algorithm::HS256,
            "another secret of 32 characters and more",
            &claims,
        ),
        signed(Algorithm::HS256, "", &claims),
        with_header(&valid, none),
        with_header(&valid, rs256),
        with_header(&valid, critical),
        format!("{none}.{body}."),
        format!("{none}.{body}"),
        format!("{other_none}.{body}."),
        format!("{header}.{body}."),
        format!("{header}.{body}"),
        format!("{header}.{other_body}.{signature}"),
        format!("{header}.{body}.{}", signature.to_uppercase()),
        format!("{header}.{body}.{signature}A"),
        format!("{header}.{body}.{signature}="),
        format!("{header}.{body}.{signature}.{signature}"),
    ] {
        assert_refused(&user, &refused).await;
    }
}

#[apply(each_database)]
async fn what_is_no_token_is_refused(database: support::Database) {
    let server = Server::start(database).await;
    let user = server.user("user").await;
    for garbage in [
        "x",
        ".",
        "..",
        "...",
        "....",
        "a.b.c",
        "eyJ.eyJ.eyJ",
        "null",
        "undefined",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9..",
        // The header `{}`, and one that is not an object.
        "e30.e30.e30",
        "W10.e30.e30",
        &"e30.".repeat(1000),
        &"A".repeat(8000),
        &user.id,
        "user@example.com",
    ] {
        assert_refused(&user, garbage).await;
    }
}

#[apply(each_database)]
async fn issuer_and_audience_are_checked_where_they_are_configured(database: support::Database) {
    let storage = Arc::new(database.create().await);
    let flags = ["--jwt-issuer", "bunship", "--jwt-audience", "bunship-api"];
    let server = Server::on(storage, &flags).await;
    let user = server.user("user").await;
    let claims = |more: Value| {
        let mut claims = json!({ "sub": user.id, "exp": FUTURE });
        claims
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        token(&claims)
    };
    for accepted in [
        json!({ "iss": "bunship", "aud": "bunship-api" }),
        json!({ "iss": "bunship", "aud": ["other", "bunship-api"] }),
    ] {
        assert_accepted(&user, &claims(accepted)).await;
    }
    for refused in [
        json!({}),
        json!({ "iss": "bunship" }),
        json!({ "aud": "bunship-api" }),
        json!({ "iss": "other", "aud": "bunship-api" }),
        json!({ "iss": "", "aud": "bunship-api" }),
        json!({ "iss": "Bunship", "aud": "bunship-api" }),
        json!({ "iss": null, "aud": "bunship-api" }),
        json!({ "iss": "bunship", "aud": "other" }),
        json!({ "iss": "bunship", "aud": ["other"] }),
        json!({ "iss": "bunship", "aud": [] }),
        json!({ "iss": "bunship", "aud": "" }),
        json!({ "iss": "bunship", "aud": null }),
        json!({ "iss": "bunship", "aud": 1 }),
    ] {
        assert_refused(&user, &claims(refused)).await;
    }
    let arguments = ["token", "create", "--user", &user.id];
    let made = server.cli(&[&arguments[..], &flags[..]].concat()).await;
    assert_accepted(&user, made["token"].as_str().unwrap()).await;
    assert_accepted(&user, &user.credential).await;
}

#[apply(each_database)]
async fn a_token_may_name_any_issuer_and_audience_where_none_is_configured(
    database: support::Database,
) {
    let server = Server::start(database).await;
    let user = server.user("user").await;
    for aud in [json!("other"), json!(["a", "b"])] {
        let claims = json!({ "sub": user.id, "exp": FUTURE, "iss": "other", "aud": aud });
        assert_accepted(&user, &token(&claims)).await;
    }
}
