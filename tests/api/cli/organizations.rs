//! `orgd organization`.

use rstest_reuse::apply;
use serde_json::{Value, json};

use super::{failure, string, text, told};
use crate::support::{self, Server, each_database};

/// The slugs of a list.
fn slugs(list: &Value) -> Vec<&str> {
    let organizations = list["organizations"].as_array().unwrap();
    let slugs = organizations.iter().map(|entry| string(entry, "slug"));
    slugs.collect()
}

#[apply(each_database)]
async fn organizations_are_listed_and_shown(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let id = owner.organization("one").await;
    owner.organization("two").await;
    let all = told(&server, "organization list").await;
    assert_eq!(slugs(&all), ["two", "one"]);
    let first = told(&server, "organization list --limit 1").await;
    assert_eq!(slugs(&first), ["two"]);
    let next = string(&first, "next");
    let rest = told(&server, &format!("organization list --after {next}")).await;
    assert_eq!(slugs(&rest), ["one"]);
    let shown = told(&server, &format!("organization show {id}")).await;
    let expected = json!({
        "id": id,
        "slug": "one",
        "name": "Acme Corp",
        "createdBy": owner.id,
        "createdByEmail": "owner@example.com",
        "createdAt": shown["createdAt"],
        "updatedAt": shown["updatedAt"],
        "deletedAt": null,
    });
    assert_eq!(shown, expected);
    let table = text(&server, "organization list").await;
    assert_eq!(table.lines().count(), 3, "{table}");
    assert!(table.contains("owner@example.com"), "{table}");
    let failed = failure(&server, "organization show org_none").await;
    assert!(failed.contains("org_none does not exist"), "{failed}");
}

#[apply(each_database)]
async fn a_deleted_organization_is_restored(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let id = owner.organization("acme-corp").await;
    let path = format!("/api/v1/organizations/{id}");
    let restore = format!("organization restore {id}");
    let failed = failure(&server, &restore).await;
    assert!(failed.contains("is not deleted"), "{failed}");
    assert_eq!(owner.delete(&path).await.status, 200);
    assert_eq!(owner.get(&path).await.status, 404);
    let live = told(&server, "organization list").await;
    assert!(slugs(&live).is_empty());
    let deleted = told(&server, "organization list --deleted").await;
    assert_eq!(slugs(&deleted), ["acme-corp"]);
    assert!(deleted["organizations"][0]["deletedAt"].is_string());
    let done = told(&server, &restore).await;
    assert_eq!(done, json!({ "id": id, "restored": true }));
    assert_eq!(owner.get(&path).await.status, 200);
    let entries = told(&server, &format!("audit list --organization {id}")).await;
    assert_eq!(entries["entries"][0]["action"], "organization.restore");
}
