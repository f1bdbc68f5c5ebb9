//! Lists of users and keys.

use rstest_reuse::apply;
use serde_json::{Value, json};

use super::{command, failure, status, string, text, told};
use crate::support::{self, Server, each_database};

/// The values of a member of each entry.
fn values<'a>(list: &'a Value, entries: &str, member: &str) -> Vec<&'a str> {
    let entries = list[entries].as_array().unwrap();
    entries.iter().map(|entry| string(entry, member)).collect()
}

#[apply(each_database)]
async fn users_are_listed_a_page_at_a_time(database: support::Database) {
    let server = Server::start(database).await;
    for name in ["a", "b", "c"] {
        let create = format!("user create --email {name}@example.com --id {name}");
        told(&server, &create).await;
    }
    let first = told(&server, "user list --limit 2").await;
    assert_eq!(values(&first, "users", "id"), ["c", "b"]);
    assert_eq!(first["next"], "b");
    let last = told(&server, "user list --limit 2 --after b").await;
    assert_eq!(values(&last, "users", "email"), ["a@example.com"]);
    assert_eq!(last["next"], Value::Null);

    let output = command(&server, "user list --limit 2")
        .output()
        .await
        .unwrap();
    let table = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<_> = table.lines().collect();
    assert_eq!(lines.len(), 3, "{table}");
    let columns: Vec<_> = lines[0].split_whitespace().collect();
    assert_eq!(columns, ["ID", "E-MAIL", "NAME", "CREATED", "STATE"]);
    let column = lines[0].find("E-MAIL").unwrap();
    assert!(lines[1][column..].starts_with("c@example.com"), "{table}");
    let hint = String::from_utf8(output.stderr).unwrap();
    assert_eq!(hint, "There are more: --after b\n");
    let none = command(&server, "user list --limit 0").output().await;
    assert_eq!(none.unwrap().status.code(), Some(2));
}

#[apply(each_database)]
async fn a_deactivated_user_can_be_shown_and_reactivated(database: support::Database) {
    let server = Server::start(database).await;
    let ada = server.user("ada").await;
    let shown = told(&server, "user show ada@example.com").await;
    let expected = json!({
        "id": ada.id,
        "email": "ada@example.com",
        "name": null,
        "createdAt": shown["createdAt"],
        "deactivatedAt": null,
    });
    assert_eq!(shown, expected);
    text(&server, "user deactivate ada@example.com").await;
    assert_eq!(status(&ada, &ada.credential).await, 401);
    let shown = text(&server, &format!("user show {}", ada.id)).await;
    assert!(shown.contains("deactivated 2"), "{shown}");
    for _ in 0..2 {
        let done = told(&server, &format!("user reactivate {}", ada.id)).await;
        assert_eq!(done, json!({ "id": ada.id, "deactivated": false }));
        assert_eq!(status(&ada, &ada.credential).await, 200);
    }
    for line in ["user show nobody", "user reactivate nobody"] {
        let failed = failure(&server, line).await;
        assert!(failed.contains("nobody does not exist"), "{failed}");
    }
}

#[apply(each_database)]
async fn the_keys_of_one_user_are_listed_with_their_address(database: support::Database) {
    let server = Server::start(database).await;
    let ada = server.user("ada").await;
    server.user("bob").await;
    let all = told(&server, "key list").await;
    let addresses = values(&all, "keys", "userEmail");
    assert_eq!(addresses, ["bob@example.com", "ada@example.com"]);
    let of_ada = told(&server, "key list --user ada@example.com").await;
    assert_eq!(values(&of_ada, "keys", "userId"), [&ada.id]);
    let table = text(&server, "key list --user ada@example.com").await;
    assert_eq!(table.lines().count(), 2, "{table}");
    assert!(table.contains("ada@example.com"), "{table}");
    let newest = values(&all, "keys", "id")[0];
    let rest = told(&server, &format!("key list --after {newest}")).await;
    assert_eq!(values(&rest, "keys", "userEmail"), ["ada@example.com"]);
    let failed = failure(&server, "key list --user nobody").await;
    assert!(failed.contains("nobody"), "{failed}");
}
