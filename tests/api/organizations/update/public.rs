//! `PATCH /api/public/organizations/{id}`: the update table, one row per line.

use rstest_reuse::apply;
use serde_json::{Value, json};

use crate::support::{self, Organization, Server, each_database, full_public, full_v1, holding};

mod bounds;
mod origins;
mod secret;
mod trial;

/// The body that is sent, and the result: the changed member and its new value, or nothing.
type Row = (Value, Option<(&'static str, Value)>);

fn rows() -> Vec<Row> {
    let origins = |origins: &[&str]| json!({ "embedAllowedOrigins": origins });
    vec![
        (json!({}), None),
        (
            json!({ "name": "Acme Labs" }),
            Some(("name", json!("Acme Labs"))),
        ),
        (json!({ "name": "Acme Corp" }), None),
        (
            json!({ "customAiContext": null }),
            Some(("customAiContext", Value::Null)),
        ),
        (
            json!({ "customAiContext": "" }),
            Some(("customAiContext", json!(""))),
        ),
        (
            json!({ "customAiContext": "Dozens" }),
            Some(("customAiContext", json!("Dozens"))),
        ),
        (
            json!({ "customAiContext": full_public()["customAiContext"] }),
            None,
        ),
        (
            json!({ "skipOnboarding": true }),
            Some(("onboardingStatus", json!("COMPLETED"))),
        ),
        (json!({ "skipOnboarding": false }), None),
        (
            json!({ "fullEmbedEnabled": false }),
            Some(("fullEmbedEnabled", json!(false))),
        ),
        (json!({ "fullEmbedEnabled": true }), None),
        (origins(&[]), Some(("embedAllowedOrigins", json!([])))),
        (
            origins(&["https://a.com"]),
            Some(("embedAllowedOrigins", json!(["https://a.com"]))),
        ),
        (
            json!({ "embedAllowedOrigins": full_public()["embedAllowedOrigins"] }),
            None,
        ),
        (
            json!({ "isBillable": false }),
            Some(("isBillable", json!(false))),
        ),
        (json!({ "isBillable": true }), None),
        (
            json!({ "insightsEnabled": false }),
            Some(("insightsEnabled", json!(false))),
        ),
        (json!({ "insightsEnabled": true }), None),
    ]
}

#[apply(each_database)]
async fn each_row_changes_its_member_alone(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    for (number, (body, change)) in rows().into_iter().enumerate() {
        let acme = Organization::full(&owner, &format!("acme-{number}")).await;
        let before = owner.get(&acme.public).await;
        let updated = owner.patch(&acme.public, body.clone()).await;
        assert_eq!(updated.status, 200, "{body}");
        let mut expected = before.body.clone();
        if let Some((member, value)) = &change {
            expected["data"][member] = value.clone();
        }
        assert_eq!(updated.body, expected, "{body}");
        let is_changed = updated.header("etag") != before.header("etag");
        assert_eq!(is_changed, change.is_some(), "{body}");

        let read = owner.get(&acme.public).await;
        let again = owner.patch(&acme.public, body.clone()).await;
        for answer in [read, again] {
            assert_eq!(answer.body, updated.body, "{body}");
            assert_eq!(answer.header("etag"), updated.header("etag"), "{body}");
        }
    }
}

#[apply(each_database)]
async fn null_is_refused_except_for_the_context(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let before = acme.state().await;
    for pointer in [
        "/name",
        "/skipOnboarding",
        "/fullEmbedEnabled",
        "/embedAllowedOrigins",
        "/isBillable",
        "/insightsEnabled",
    ] {
        let refused = acme
            .owner
            .patch(&acme.public, holding(pointer, Value::Null))
            .await;
        assert_eq!(refused.violations(), [("body", pointer, "type")]);
        assert_eq!(refused.kind(), "ValidationError");
    }
    assert_eq!(acme.state().await, before);
}

#[apply(each_database)]
async fn the_pages_own_example_sets_every_member(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let before = acme.owner.get(&acme.public).await.body["data"].clone();
    let body = json!({
        "name": "<string>",
        "customAiContext": "<string>",
        "skipOnboarding": true,
        "fullEmbedEnabled": true,
        "embedAllowedOrigins": ["https://example.com"],
        "isBillable": true,
        "insightsEnabled": true,
    });
    let updated = acme.owner.patch(&acme.public, body).await;
    assert_eq!(updated.status, 200, "{}", updated.body);
    let expected = json!({ "data": {
        "id": acme.id,
        "name": "<string>",
        "slug": "acme-corp",
        "customAiContext": "<string>",
        "onboardingStatus": "COMPLETED",
        "fullEmbedEnabled": true,
        "embedAllowedOrigins": ["https://example.com"],
        "isBillable": true,
        "insightsEnabled": true,
        "trialEndsAt": before["trialEndsAt"],
    }});
    assert_eq!(updated.body, expected);
}

#[apply(each_database)]
async fn a_completed_onboarding_stays_completed(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    assert_eq!(
        acme.owner.get(&acme.public).await.body["data"]["onboardingStatus"],
        "STARTED"
    );
    let mut etags = Vec::new();
    for skip in [true, false, true] {
        let updated = acme
            .owner
            .patch(&acme.public, json!({ "skipOnboarding": skip }))
            .await;
        assert_eq!(updated.body["data"]["onboardingStatus"], "COMPLETED");
        etags.push(updated.header("etag").to_owned());
    }
    etags.dedup();
    assert_eq!(etags.len(), 1);
}

#[apply(each_database)]
async fn a_legacy_onboarding_is_shown_and_can_be_completed(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let sql = "UPDATE organizations SET onboarding_status = 'LEGACY'";
    server.storage.execute(sql).await;
    for (skip, status) in [(false, "LEGACY"), (true, "COMPLETED")] {
        let updated = acme
            .owner
            .patch(&acme.public, json!({ "skipOnboarding": skip }))
            .await;
        assert_eq!(updated.body["data"]["onboardingStatus"], status);
    }
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
        let answer = user.patch(&acme.public, json!({ "name": role })).await;
        assert_eq!(answer.status, status, "{role}");
        let name = acme.owner.get(&acme.public).await.body["data"]["name"].clone();
        assert_eq!(name == role, status == 200, "{role}");
    }
    let outsider = server.user("outsider").await;
    let refused = outsider
        .patch(&acme.public, json!({ "name": "Mine" }))
        .await;
    assert_eq!(
        (refused.status.as_u16(), refused.kind()),
        (403, "Forbidden")
    );
    let absent = outsider
        .patch("/api/public/organizations/org_absent", json!({}))
        .await;
    assert_eq!((absent.status.as_u16(), absent.kind()), (404, "NotFound"));
}

#[apply(each_database)]
async fn a_changed_role_counts_at_once(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let user = server.user("user").await;
    for (role, status) in [
        ("viewer", 403),
        ("admin", 200),
        ("member", 403),
        ("owner", 200),
    ] {
        server.set_role(&acme.id, &user, role).await;
        for path in acme.paths() {
            let answer = user.patch(path, json!({})).await;
            assert_eq!(answer.status, status, "{role} {path}");
        }
    }
}

#[apply(each_database)]
async fn the_other_surface_shows_the_new_name_and_keeps_its_own_fields(
    database: support::Database,
) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let body = json!({ "name": "Acme Labs", "isBillable": false });
    let updated = acme.owner.patch(&acme.public, body).await;
    let read = acme.owner.get(&acme.v1).await;
    assert_eq!(read.body["name"], "Acme Labs");
    for member in ["description", "logoUrl", "settings"] {
        assert_eq!(read.body[member], full_v1()[member]);
    }
    assert_eq!(read.header("etag"), updated.header("etag"));
}

#[apply(each_database)]
async fn a_change_that_only_one_surface_shows_is_a_new_version_on_both(
    database: support::Database,
) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let before = acme.owner.get(&acme.v1).await;
    let body = json!({ "insightsEnabled": false });
    let updated = acme.owner.patch(&acme.public, body).await;
    let after = acme.owner.get(&acme.v1).await;
    assert_ne!(after.header("etag"), before.header("etag"));
    assert_eq!(after.header("etag"), updated.header("etag"));
}
