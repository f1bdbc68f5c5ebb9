//! `orgd key` and `orgd token`.

use std::time::Duration;

use rstest_reuse::apply;
use serde_json::Value;
use tokio::time::timeout;

use super::{command, failure, found, status, string, text, told};
use crate::support::{self, PATIENCE, Server, each_database};

#[apply(each_database)]
async fn key_create_shows_a_key_that_works(database: support::Database) {
    let server = Server::start(database).await;
    let ada = server.user("ada").await;
    for who in [&ada.id, "ada@example.com"] {
        let created = told(&server, &format!("key create --user {who} --name ci")).await;
        assert!(string(&created, "id").len() > 4);
        let key = string(&created, "key");
        assert!(key.starts_with("bd_key_"), "{key}");
        assert_eq!(status(&ada, key).await, 200);
    }
    let created = text(&server, "key create --user ada@example.com").await;
    let key = found("bd_key_[A-Za-z0-9]+", &created);
    assert_eq!(status(&ada, &key).await, 200);
    let unknown = failure(&server, "key create --user nobody@example.com").await;
    assert!(unknown.contains("nobody@example.com"), "{unknown}");
}

#[apply(each_database)]
async fn a_key_expires_when_it_is_told_to(database: support::Database) {
    let server = Server::start(database).await;
    let ada = server.user("ada").await;
    let create = format!("key create --user {} --expires-in", ada.id);
    let lasting = told(&server, &format!("{create} 90d")).await;
    assert_eq!(status(&ada, string(&lasting, "key")).await, 200);
    let short = told(&server, &format!("{create} 1s")).await;
    let expired = async {
        while status(&ada, string(&short, "key")).await != 401 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let expired = timeout(PATIENCE, expired).await;
    expired.expect("the key does not expire");
    for (lifetime, told) in [
        ("0s", "between 1s and 3653d"),
        ("100y", "such as 90d"),
        ("soon", "--expires-in"),
    ] {
        let refused = command(&server, &format!("{create} {lifetime}")).output();
        let refused = refused.await.unwrap();
        assert_eq!(refused.status.code(), Some(2), "{refused:?}");
        let error = String::from_utf8(refused.stderr).unwrap();
        assert!(error.contains(told), "{error}");
    }
}

#[apply(each_database)]
async fn key_list_never_shows_a_key(database: support::Database) {
    let server = Server::start(database).await;
    let ada = server.user("ada").await;
    let create = format!("key create --user {} --name ci --expires-in 90d", ada.id);
    let created = told(&server, &create).await;
    let (id, key) = (string(&created, "id"), string(&created, "key"));
    let as_json = told(&server, "key list").await;
    let keys = as_json["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 2);
    let entry = keys.iter().find(|entry| entry["id"] == id).unwrap();
    assert_eq!(entry["userId"], ada.id);
    assert_eq!(entry["name"], "ci");
    assert!(entry["expiresAt"].is_string());
    assert_eq!(entry["revokedAt"], Value::Null);
    let as_text = text(&server, "key list").await;
    let line = as_text.lines().find(|line| line.contains(id)).unwrap();
    assert!(
        line.contains("ada@example.com") && line.contains("ci"),
        "{line}"
    );
    for key in [key, &ada.credential] {
        let secret = key.strip_prefix("bd_key_").unwrap();
        assert!(!as_text.contains(secret) && !as_json.to_string().contains(secret));
    }
}

#[apply(each_database)]
async fn a_revoked_key_is_refused_at_once(database: support::Database) {
    let server = Server::start(database).await;
    let ada = server.user("ada").await;
    let created = told(&server, "key create --user ada@example.com").await;
    let (id, key) = (string(&created, "id"), string(&created, "key"));
    assert_eq!(status(&ada, key).await, 200);
    let revoked = told(&server, &format!("key revoke {id}")).await;
    assert_eq!(string(&revoked, "id"), id);
    assert_eq!(status(&ada, key).await, 401);
    assert_eq!(status(&ada, &ada.credential).await, 200, "the other key");
    let list = text(&server, "key list").await;
    let line = list.lines().find(|line| line.contains(id)).unwrap();
    assert!(line.contains("revoked"), "{line}");
    assert!(
        text(&server, &format!("key revoke {id}"))
            .await
            .contains(id)
    );
    let unknown = failure(&server, "key revoke key_none").await;
    assert!(unknown.contains("key_none"), "{unknown}");
}

#[apply(each_database)]
async fn token_create_tells_a_token_that_works(database: support::Database) {
    let server = Server::start(database).await;
    let ada = server.user("ada").await;
    for who in [&ada.id, "ada@example.com"] {
        let created = told(&server, &format!("token create --user {who}")).await;
        assert_eq!(status(&ada, string(&created, "token")).await, 200);
    }
    let create = "token create --user ada@example.com --expires-in";
    let token = text(&server, &format!("{create} 15m")).await;
    assert_eq!(
        token.split('.').count(),
        3,
        "nothing but the token: {token}"
    );
    assert_eq!(status(&ada, token.trim_end()).await, 200);
    let failed = failure(&server, "token create --user nobody@example.com").await;
    assert!(failed.contains("nobody@example.com"), "{failed}");
}
