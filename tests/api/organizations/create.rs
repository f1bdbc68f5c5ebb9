//! Creating organizations, on both surfaces.

use rstest_reuse::apply;
use serde_json::{Value, json};

use crate::support::{self, Answer, Organization, Server, each_database, full_v1};

mod slugs;

const V1: &str = "/api/v1/organizations";
const PUBLIC: &str = "/api/public/organizations";

fn assert_created(answer: &Answer) {
    assert_eq!(answer.status, 201, "{}", answer.body);
    let id = answer.organization()["id"].as_str().unwrap();
    assert!(answer.header("location").ends_with(&format!("/{id}")));
}

/// On creation and update, on both surfaces.
#[apply(each_database)]
async fn a_name_is_one_line_that_can_be_seen(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let before = acme.state().await;
    for (name, words) in [
        ("Acme\nCorp", "control characters or line breaks"),
        ("Acme\tCorp", "control characters or line breaks"),
        ("Acme\0", "control characters or line breaks"),
        ("Acme\u{7f}", "control characters or line breaks"),
        ("Acme\u{85}", "control characters or line breaks"),
        ("Acme\u{2028}", "control characters or line breaks"),
        ("Acme\u{202e}proC", "direction of text"),
        ("\u{202a}Acme", "direction of text"),
        ("Acme\u{2066}", "direction of text"),
        ("Acme\u{2069}", "direction of text"),
        (" ", "visible"),
        ("\u{a0}\u{3000}\u{2003}", "visible"),
        ("\u{200b}\u{200d}\u{feff}\u{2060}\u{ad}", "visible"),
        ("\u{3164}\u{115f}\u{2800}", "visible"),
    ] {
        let create = json!({ "name": name, "slug": "acme-labs" });
        let update = json!({ "name": name });
        for refused in [
            acme.owner
                .post("/api/v1/organizations", create.clone())
                .await,
            acme.owner.post("/api/public/organizations", create).await,
            acme.owner.patch(&acme.v1, update.clone()).await,
            acme.owner.patch(&acme.public, update).await,
        ] {
            let expected = [("body", "/name", "display-name")];
            assert_eq!(refused.violations(), expected, "{name:?}");
            assert!(refused.body.to_string().contains(words), "{}", refused.body);
        }
    }
    assert_eq!(acme.state().await, before);
}

/// Violations of the contract's own formats are listed together with all others.
#[apply(each_database)]
async fn all_that_is_wrong_with_a_creation_is_named(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let mut body = json!({
        "name": " ",
        "slug": "admin",
        "embedAllowedOrigins": ["https://*.com", "https://ok.com", "https://a.com/x"],
    });
    let mut expected = vec![
        ("body", "/embedAllowedOrigins/0", "embed-origin"),
        ("body", "/embedAllowedOrigins/2", "embed-origin"),
        ("body", "/name", "display-name"),
        ("body", "/slug", "not"),
    ];
    for billable in [json!(true), json!(1)] {
        if billable != true {
            expected.insert(2, ("body", "/isBillable", "type"));
        }
        body["isBillable"] = billable;
        let refused = owner.post("/api/public/organizations", body.clone()).await;
        let mut violations = refused.violations();
        violations.sort_unstable();
        assert_eq!(violations, expected);
    }
}

#[apply(each_database)]
async fn a_new_organization_on_v1_has_what_was_given_and_defaults(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let created = owner
        .post(V1, json!({ "name": "Acme", "slug": "acme-corp" }))
        .await;
    assert_created(&created);
    let expected = json!({
        "id": created.body["id"],
        "name": "Acme",
        "slug": "acme-corp",
        "description": null,
        "logoUrl": null,
        "settings": {},
        "createdBy": owner.id,
        "createdAt": created.body["createdAt"],
        "updatedAt": created.body["createdAt"],
    });
    assert_eq!(created.body, expected);
    assert!(created.body["createdAt"].as_str().unwrap().ends_with('Z'));
    let location = created.header("location");
    assert!(location.starts_with(V1));
    assert_eq!(owner.get(location).await.body, expected);
}

#[apply(each_database)]
async fn a_new_organization_on_public_has_what_was_given_and_defaults(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let created = owner.post(PUBLIC, json!({ "name": "Acme Labs" })).await;
    assert_created(&created);
    let expected = json!({ "data": {
        "id": created.body["data"]["id"],
        "name": "Acme Labs",
        "slug": "acme-labs",
        "customAiContext": null,
        "onboardingStatus": "STARTED",
        "fullEmbedEnabled": false,
        "embedAllowedOrigins": [],
        "isBillable": true,
        "insightsEnabled": true,
        "trialEndsAt": created.body["data"]["trialEndsAt"],
    }});
    assert_eq!(created.body, expected);
    let location = created.header("location");
    assert!(location.starts_with(PUBLIC));
    assert_eq!(owner.get(location).await.body, expected);
}

#[apply(each_database)]
async fn every_member_can_be_given_at_once_on_v1(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let mut body = full_v1();
    body["name"] = json!("Use <table> names");
    body["slug"] = json!("acme-corp");
    let created = owner.post(V1, body.clone()).await;
    assert_created(&created);
    for (member, value) in body.as_object().unwrap() {
        assert_eq!(created.body[member], *value);
    }
    assert_eq!(
        owner.get(created.header("location")).await.body,
        created.body
    );
}

#[apply(each_database)]
async fn every_member_can_be_given_at_once_on_public(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let body = json!({
        "name": "n".repeat(255),
        "slug": "acme-corp",
        "customAiContext": "Dozens",
        "skipOnboarding": true,
        "fullEmbedEnabled": true,
        "embedAllowedOrigins": ["HTTPS://Example.com:443/", "https://example.com"],
        "isBillable": false,
        "insightsEnabled": false,
    });
    let created = owner.post(PUBLIC, body).await;
    assert_created(&created);
    let expected = json!({ "data": {
        "id": created.body["data"]["id"],
        "name": "n".repeat(255),
        "slug": "acme-corp",
        "customAiContext": "Dozens",
        "onboardingStatus": "COMPLETED",
        "fullEmbedEnabled": true,
        "embedAllowedOrigins": ["https://example.com"],
        "isBillable": false,
        "insightsEnabled": false,
        "trialEndsAt": null,
    }});
    assert_eq!(created.body, expected);
    assert_eq!(owner.get(created.header("location")).await.body, expected);
}

#[apply(each_database)]
async fn nulls_are_the_same_as_nothing_where_they_are_allowed(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    for (number, (member, value)) in [
        ("description", Value::Null),
        ("logoUrl", Value::Null),
        ("settings", json!({})),
        (
            "settings",
            json!({ "branding": null, "features": null, "billing": null }),
        ),
        (
            "settings",
            json!({ "branding": {}, "features": {}, "billing": {} }),
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let slug = format!("acme-{number}");
        let body = json!({ "name": "Acme", "slug": slug, member: value });
        let created = owner.post(V1, body).await;
        assert_created(&created);
        for member in ["description", "logoUrl"] {
            assert_eq!(created.body[member], Value::Null);
        }
        assert_eq!(created.body["settings"], json!({}), "{member} {value}");
    }
    let body = json!({ "name": "Acme", "customAiContext": null });
    let created = owner.post(PUBLIC, body).await;
    assert_created(&created);
    assert_eq!(created.body["data"]["customAiContext"], Value::Null);
}

#[apply(each_database)]
async fn null_keys_of_new_settings_are_not_stored(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let settings = json!({
        "branding": { "primaryColor": null, "accentColor": "teal" },
        "billing": { "email": "a@example.com", "taxId": null },
    });
    let body = json!({ "name": "Acme", "slug": "acme-corp", "settings": settings });
    let created = owner.post(V1, body).await;
    assert_created(&created);
    let expected = json!({
        "branding": { "accentColor": "teal" },
        "billing": { "email": "a@example.com" },
    });
    assert_eq!(created.body["settings"], expected);
}

#[apply(each_database)]
async fn the_caller_becomes_the_owner_and_nobody_else_a_member(database: support::Database) {
    let server = Server::start(database).await;
    let (owner, outsider) = (server.user("owner").await, server.user("outsider").await);
    for (path, slug) in [(V1, "acme-v1"), (PUBLIC, "acme-public")] {
        let created = owner
            .post(path, json!({ "name": "Acme", "slug": slug }))
            .await;
        let id = created.organization()["id"].as_str().unwrap().to_owned();
        assert_eq!(outsider.get(created.header("location")).await.status, 403);
        let listed = owner.get("/api/v1/users/me/organizations").await;
        let newest = &listed.body["organizations"][0];
        assert_eq!(
            (&newest["id"], &newest["role"]),
            (&json!(id), &json!("owner"))
        );
        let deleted = owner.delete(&format!("{V1}/{id}")).await;
        assert_eq!(deleted.status, 200);
    }
}

#[apply(each_database)]
async fn what_one_surface_creates_the_other_shows(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let acme = Organization::bare(&owner, "acme-v1").await;
    let shown = owner.get(&acme.public).await;
    assert_eq!(shown.body["data"]["slug"], "acme-v1");
    assert_eq!(shown.body["data"]["isBillable"], true);
    let created = owner.post(PUBLIC, json!({ "name": "Acme Labs" })).await;
    let id = created.organization()["id"].as_str().unwrap();
    let shown = owner.get(&format!("{V1}/{id}")).await;
    assert_eq!(shown.body["name"], "Acme Labs");
    assert_eq!(shown.body["createdBy"], owner.id);
    assert_eq!(shown.body["settings"], json!({}));
}

#[apply(each_database)]
async fn required_members_are_named_where_they_are_absent(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let refused = owner.post(V1, json!({})).await;
    let mut violations = refused.violations();
    violations.sort_unstable();
    let expected = [("body", "/name", "required"), ("body", "/slug", "required")];
    assert_eq!(violations, expected);
    let refused = owner.post(PUBLIC, json!({ "slug": "acme-corp" })).await;
    assert_eq!(refused.violations(), [("body", "/name", "required")]);
    for (path, body) in [
        (V1, json!({ "name": null, "slug": "acme-corp" })),
        (PUBLIC, json!({ "name": null })),
    ] {
        let refused = owner.post(path, body).await;
        assert_eq!(refused.violations(), [("body", "/name", "type")], "{path}");
    }
    let listed = owner.get("/api/v1/users/me/organizations").await;
    assert_eq!(listed.body["total"], 0);
}

#[apply(each_database)]
async fn names_keep_the_bounds_of_their_surface(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    for (path, most) in [(V1, 100), (PUBLIC, 255)] {
        let surface = if path == V1 { "v1" } else { "public" };
        for (number, character) in ["n", "🚀"].iter().enumerate() {
            let body = |count| {
                let slug = format!("{surface}-{number}-{count}");
                json!({ "name": character.repeat(count), "slug": slug })
            };
            for accepted in [1, most] {
                assert_created(&owner.post(path, body(accepted)).await);
            }
            for (count, code) in [(0, "minLength"), (most + 1, "maxLength")] {
                let refused = owner.post(path, body(count)).await;
                assert_eq!(refused.violations(), [("body", "/name", code)]);
            }
        }
    }
}
