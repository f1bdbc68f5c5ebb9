//! Deleting an organization: only owners may, it affects all members, and it works once.

use rstest_reuse::apply;
use serde_json::json;

use crate::support::{self, Organization, Server, User, each_database};

/// Fails unless the organization is invisible to the user everywhere.
async fn assert_gone(user: &User, acme: &Organization) {
    let asking = format!("{}?include=jwtSecret", acme.public);
    for answer in [
        user.get(&acme.v1).await,
        user.get(&acme.public).await,
        user.get(&asking).await,
        user.patch(&acme.v1, json!({})).await,
        user.patch(&acme.public, json!({ "name": "Back" })).await,
        user.delete(&acme.v1).await,
    ] {
        assert_eq!(answer.status, 404, "{}", answer.body);
        assert!(["NOT_FOUND", "NotFound"].contains(&answer.kind()));
    }
    let listed = user.get("/api/v1/users/me/organizations").await;
    assert_eq!(listed.body["organizations"], json!([]));
    assert_eq!(listed.body["total"], 0);
    let listed = user.get("/api/public/organizations").await;
    assert_eq!(listed.body["data"], json!([]));
}

#[apply(each_database)]
async fn a_deleted_organization_is_gone_for_everyone_everywhere(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let mut users = vec![acme.owner.clone(), server.user("outsider").await];
    for role in ["admin", "member", "viewer"] {
        users.push(server.member(&acme.id, role).await);
    }
    let deleted = acme.owner.delete(&acme.v1).await;
    assert_eq!(deleted.status, 200);
    let message = "Organization deleted successfully";
    assert_eq!(deleted.body, json!({ "message": message }));
    for user in users {
        assert_gone(&user, &acme).await;
    }
}

#[apply(each_database)]
async fn only_owners_may_delete(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let before = acme.state().await;
    let outsider = server.user("outsider").await;
    let mut users = vec![(outsider, 403), (server.stranger(), 401)];
    for role in ["admin", "member", "viewer"] {
        users.push((server.member(&acme.id, role).await, 403));
    }
    for (user, status) in users {
        assert_eq!(user.delete(&acme.v1).await.status, status);
        assert_eq!(acme.state().await, before);
    }
    let new_owner = server.member(&acme.id, "owner").await;
    assert_eq!(new_owner.delete(&acme.v1).await.status, 200);
}

#[apply(each_database)]
async fn other_organizations_stay(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let gone = Organization::full(&owner, "acme-gone").await;
    let stays = Organization::full(&owner, "acme-stays").await;
    let before = stays.state().await;
    assert_eq!(owner.delete(&gone.v1).await.status, 200);
    assert_eq!(stays.state().await, before);
    let listed = owner.get("/api/v1/users/me/organizations").await;
    assert_eq!(listed.body["organizations"][0]["id"], stays.id.as_str());
    assert_eq!(listed.body["total"], 1);
}

#[apply(each_database)]
async fn an_organization_that_never_was_cannot_be_deleted(database: support::Database) {
    let server = Server::start(database).await;
    let user = server.user("user").await;
    for id in ["org_absent", "0", "-", &"o".repeat(64)] {
        let answer = user.delete(&format!("/api/v1/organizations/{id}")).await;
        assert_eq!((answer.status.as_u16(), answer.kind()), (404, "NOT_FOUND"));
    }
}

#[apply(each_database)]
async fn the_public_surface_does_not_delete(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let before = acme.state().await;
    assert_eq!(acme.owner.delete(&acme.public).await.status, 405);
    assert_eq!(acme.state().await, before);
}
