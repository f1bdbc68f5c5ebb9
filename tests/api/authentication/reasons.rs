//! The log says why a credential is refused, and the caller is not told.

use std::sync::Arc;

use jsonwebtoken::Algorithm;
use rstest_reuse::apply;
use serde_json::{Value, json};

use super::tokens::{FUTURE, PAST, signed, token, with_header};
use crate::support::{self, JWT_SECRET, Server, User, each_database};

const PATH: &str = "/api/v1/users/me/organizations";

/// Sends a credential that is refused. Returns its response without its ID, and the reason in the log.
async fn refusal(server: &Server, user: &User, credential: &str) -> (Value, String) {
    let mut answer = user.with(credential).get(PATH).await;
    assert_eq!(answer.status, 401, "{credential}");
    let id = answer.header("x-request-id").to_owned();
    let line = |log: &str| {
        let lines = log.lines().map(serde_json::from_str::<Value>);
        lines
            .map(Result::unwrap)
            .find(|line| line["request_id"] == *id && line["status"] == 401)
    };
    let log = server.log_until(|log| line(log).is_some()).await;
    assert!(!log.contains(credential), "{log}");
    answer.body["error"]["requestId"] = Value::Null;
    let reason = &line(&log).unwrap()["refused"];
    (answer.body, reason.as_str().unwrap_or_default().to_owned())
}

#[apply(each_database)]
async fn the_log_names_the_reason_for_which_a_credential_is_refused(database: support::Database) {
    let storage = Arc::new(database.create().await);
    let flags = ["--jwt-issuer", "bunship", "--jwt-audience", "bunship-api"];
    let flags = [&flags[..], &["--jwt-max-lifetime", "1000000d"]].concat();
    let server = Server::on(storage, &flags).await;
    let user = server.user("user").await;
    let valid = json!({ "sub": user.id, "exp": FUTURE, "iss": "bunship", "aud": "bunship-api" });
    let with = |claim: &str, value: Value| {
        let mut claims = valid.clone();
        claims[claim] = value;
        token(&claims)
    };
    let other_secret = "another secret of 32 characters and more";
    // {"alg":"HS256","crit":["b64"],"b64":false}
    let critical = "eyJhbGciOiJIUzI1NiIsImNyaXQiOlsiYjY0Il0sImI2NCI6ZmFsc2V9";
    let mut answers = Vec::new();
    for (credential, expected) in [
        ("bd_key_of_nobody".to_owned(), "the API key is unknown"),
        ("gibberish".to_owned(), "neither an API key nor a token"),
        (
            with("exp", json!("a text")),
            "neither an API key nor a token",
        ),
        (
            signed(Algorithm::HS256, other_secret, &valid),
            "the signature",
        ),
        (
            signed(Algorithm::HS512, JWT_SECRET, &valid),
            "the algorithm",
        ),
        (with_header(&token(&valid), critical), "`crit`"),
        (with("iss", json!("other")), "`iss`"),
        (with("aud", json!("other")), "`aud`"),
        (token(&json!({ "sub": user.id, "exp": FUTURE })), "absent"),
        (with("exp", json!(FUTURE * 1000)), "milliseconds"),
        (with("exp", json!(PAST)), "`exp` is in the past"),
        (
            with("nbf", json!(FUTURE)),
            "`nbf` or `iat` is in the future",
        ),
        (
            with("iat", json!(-100_000_000_000_i64)),
            "ORGD_JWT_MAX_LIFETIME",
        ),
        (with("sub", json!("\0")), "`userId`"),
        (with("sub", json!("usr_none")), "the user of the token"),
    ] {
        let (answer, reason) = refusal(&server, &user, &credential).await;
        assert!(reason.contains(expected), "{expected}: {reason}");
        answers.push(answer);
    }
    assert_eq!(user.get(PATH).await.status, 200);
    assert_eq!(user.with(&token(&valid)).get(PATH).await.status, 200);
    server.cli(&["user", "deactivate", &user.id]).await;
    for credential in [user.credential.clone(), token(&valid)] {
        let (answer, reason) = refusal(&server, &user, &credential).await;
        assert!(reason.contains("the user was deactivated"), "{reason}");
        answers.push(answer);
    }
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:?}"
    );
}
