//! `PATCH /api/v1/organizations/{orgId}`: the update table, one row per line.

use chrono::{DateTime, Utc};
use rstest_reuse::apply;
use serde_json::{Value, json};

use crate::support::{
    self, Answer, Organization, Server, each_database, full_v1, holding, put, remove,
};

mod bounds;

/// The effect of a value at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    Replaces,
    /// The member is null from now on.
    Nulls,
    /// The member is absent from now on.
    Removes,
    Nothing,
}

use Effect::{Nothing, Nulls, Removes, Replaces};

/// A JSON pointer, the value that is sent there, and its effect.
type Row = (&'static str, Value, Effect);

fn rows_for_full_organizations() -> Vec<Row> {
    vec![
        ("", json!({}), Nothing),
        ("/name", json!("Acme Corporation"), Replaces),
        ("/name", json!("Acme Corp"), Nothing),
        ("/description", Value::Null, Nulls),
        ("/description", json!(""), Replaces),
        ("/description", json!("Widgets"), Replaces),
        ("/logoUrl", Value::Null, Nulls),
        ("/logoUrl", json!("https://example.com/l.png"), Replaces),
        ("/settings", json!({}), Nothing),
        ("/settings", full_v1()["settings"].clone(), Nothing),
        ("/settings/branding", json!({}), Nothing),
        ("/settings/branding", Value::Null, Removes),
        (
            "/settings/branding/primaryColor",
            json!("#4338CA"),
            Replaces,
        ),
        ("/settings/branding/primaryColor", json!("#6366F1"), Nothing),
        ("/settings/branding/primaryColor", Value::Null, Removes),
        (
            "/settings/branding/accentColor",
            json!("rebeccapurple"),
            Replaces,
        ),
        ("/settings/branding/accentColor", json!(""), Replaces),
        ("/settings/branding/accentColor", Value::Null, Removes),
        ("/settings/features", json!({}), Nothing),
        ("/settings/features", Value::Null, Removes),
        ("/settings/features/webhooks", json!(false), Replaces),
        ("/settings/features/webhooks", json!(true), Nothing),
        ("/settings/features/webhooks", Value::Null, Removes),
        ("/settings/features/apiAccess", json!(false), Replaces),
        ("/settings/features/apiAccess", Value::Null, Removes),
        ("/settings/features/customDomain", json!(true), Replaces),
        ("/settings/features/customDomain", Value::Null, Removes),
        ("/settings/billing", json!({}), Nothing),
        ("/settings/billing", Value::Null, Removes),
        (
            "/settings/billing/email",
            json!("other@example.com"),
            Replaces,
        ),
        (
            "/settings/billing/email",
            json!("billing@example.com"),
            Nothing,
        ),
        ("/settings/billing/email", Value::Null, Removes),
        ("/settings/billing/taxId", json!("FR456"), Replaces),
        ("/settings/billing/taxId", Value::Null, Removes),
    ]
}

fn rows_for_bare_organizations() -> Vec<Row> {
    vec![
        ("", json!({}), Nothing),
        ("/description", Value::Null, Nothing),
        ("/description", json!("Widgets"), Replaces),
        ("/logoUrl", Value::Null, Nothing),
        ("/logoUrl", json!("https://example.com/l.png"), Replaces),
        ("/settings", json!({}), Nothing),
        ("/settings/branding", json!({}), Nothing),
        ("/settings/branding", Value::Null, Nothing),
        ("/settings/branding/primaryColor", Value::Null, Nothing),
        (
            "/settings/branding/primaryColor",
            json!("#4338CA"),
            Replaces,
        ),
        ("/settings/branding/accentColor", json!("#818CF8"), Replaces),
        ("/settings/features", json!({}), Nothing),
        ("/settings/features", Value::Null, Nothing),
        ("/settings/features/webhooks", Value::Null, Nothing),
        ("/settings/features/webhooks", json!(true), Replaces),
        ("/settings/features/apiAccess", json!(false), Replaces),
        ("/settings/features/customDomain", json!(true), Replaces),
        ("/settings/billing", json!({}), Nothing),
        ("/settings/billing", Value::Null, Nothing),
        ("/settings/billing/email", Value::Null, Nothing),
        ("/settings/billing/email", json!("b@example.com"), Replaces),
        ("/settings/billing/taxId", json!("DE123"), Replaces),
    ]
}

#[apply(each_database)]
async fn each_row_changes_its_place_of_a_full_organization_alone(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    for (number, row) in rows_for_full_organizations().into_iter().enumerate() {
        let acme = Organization::full(&owner, &format!("acme-{number}")).await;
        check(&acme, row).await;
    }
}

#[apply(each_database)]
async fn each_row_changes_its_place_of_a_bare_organization_alone(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    for (number, row) in rows_for_bare_organizations().into_iter().enumerate() {
        let acme = Organization::bare(&owner, &format!("acme-{number}")).await;
        check(&acme, row).await;
    }
}

async fn check(acme: &Organization, (pointer, value, effect): Row) {
    let row = format!("{pointer} {value} {effect:?}");
    let before = acme.owner.get(&acme.v1).await;
    let mut expected = before.body.clone();
    match effect {
        Replaces => put(&mut expected, pointer, value.clone()),
        Nulls => put(&mut expected, pointer, Value::Null),
        Removes => remove(&mut expected, pointer),
        Nothing => {}
    }
    let body = holding(pointer, value);
    let updated = acme.owner.patch(&acme.v1, body.clone()).await;
    assert_eq!(updated.status, 200, "{row}");
    assert!(updated_at(&updated) >= updated_at(&before), "{row}");
    let is_changed = updated.header("etag") != before.header("etag");
    assert_eq!(is_changed, effect != Nothing, "{row}");
    if is_changed {
        expected["updatedAt"] = updated.body["updatedAt"].clone();
    }
    assert_eq!(updated.body, expected, "{row}");

    let read = acme.owner.get(&acme.v1).await;
    let again = acme.owner.patch(&acme.v1, body).await;
    for answer in [read, again] {
        assert_eq!(answer.body, updated.body, "{row}");
        assert_eq!(answer.header("etag"), updated.header("etag"), "{row}");
    }
}

fn updated_at(answer: &Answer) -> DateTime<Utc> {
    answer.body["updatedAt"].as_str().unwrap().parse().unwrap()
}

#[apply(each_database)]
async fn null_is_refused_where_there_is_nothing_to_remove(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let before = acme.state().await;
    for pointer in ["/name", "/settings"] {
        let refused = acme
            .owner
            .patch(&acme.v1, holding(pointer, Value::Null))
            .await;
        assert_eq!(refused.violations(), [("body", pointer, "type")]);
        assert_eq!(refused.kind(), "VALIDATION_ERROR");
    }
    assert_eq!(acme.state().await, before);
}

#[apply(each_database)]
async fn the_pages_own_example_merges_deeply(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let body = json!({
        "name": "Acme Corporation",
        "settings": { "branding": { "primaryColor": "#4338CA" } },
    });
    let updated = acme.owner.patch(&acme.v1, body).await;
    assert_eq!(updated.status, 200);
    assert_eq!(updated.body["name"], "Acme Corporation");
    let mut expected = full_v1()["settings"].clone();
    expected["branding"]["primaryColor"] = json!("#4338CA");
    assert_eq!(updated.body["settings"], expected);
    assert_eq!(acme.owner.get(&acme.v1).await.body, updated.body);
}

#[apply(each_database)]
async fn one_body_replaces_merges_and_removes(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let body = json!({
        "name": "Acme & Söhne",
        "description": null,
        "settings": {
            "branding": { "primaryColor": null, "accentColor": "teal" },
            "features": null,
            "billing": {},
        },
    });
    let updated = acme.owner.patch(&acme.v1, body).await;
    assert_eq!(updated.body["name"], "Acme & Söhne");
    assert_eq!(updated.body["description"], Value::Null);
    assert_eq!(updated.body["logoUrl"], full_v1()["logoUrl"]);
    let expected = json!({
        "branding": { "accentColor": "teal" },
        "billing": { "email": "billing@example.com", "taxId": "DE123" },
    });
    assert_eq!(updated.body["settings"], expected);
}

#[apply(each_database)]
async fn a_removed_group_comes_back_without_its_old_keys(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let gone = holding("/settings/billing", Value::Null);
    assert_eq!(acme.owner.patch(&acme.v1, gone).await.status, 200);
    let back = holding("/settings/billing/taxId", json!("FR456"));
    let updated = acme.owner.patch(&acme.v1, back).await;
    assert_eq!(
        updated.body["settings"]["billing"],
        json!({ "taxId": "FR456" })
    );
}

#[apply(each_database)]
async fn owners_and_admins_may_update_and_nobody_else(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    for (role, status) in [
        ("owner", 200),
        ("admin", 200),
        ("member", 403),
        ("viewer", 403),
    ] {
        let user = server.member(&acme.id, role).await;
        let answer = user.patch(&acme.v1, json!({ "name": role })).await;
        assert_eq!(answer.status, status, "{role}");
        let name = acme.owner.get(&acme.v1).await.body["name"].clone();
        assert_eq!(name == role, status == 200, "{role}");
    }
    let outsider = server.user("outsider").await;
    let refused = outsider.patch(&acme.v1, json!({ "name": "Mine" })).await;
    assert_eq!(
        (refused.status.as_u16(), refused.kind()),
        (403, "AUTHORIZATION_ERROR")
    );
    let absent = outsider
        .patch("/api/v1/organizations/org_absent", json!({}))
        .await;
    assert_eq!((absent.status.as_u16(), absent.kind()), (404, "NOT_FOUND"));
}

#[apply(each_database)]
async fn the_other_surface_shows_the_new_name_and_keeps_its_own_fields(
    database: support::Database,
) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let before = acme.owner.get(&acme.public).await;
    let updated = acme
        .owner
        .patch(&acme.v1, json!({ "name": "Acme Labs" }))
        .await;
    let after = acme.owner.get(&acme.public).await;
    let mut expected = before.body.clone();
    expected["data"]["name"] = json!("Acme Labs");
    assert_eq!(after.body, expected);
    assert_eq!(after.header("etag"), updated.header("etag"));
}
