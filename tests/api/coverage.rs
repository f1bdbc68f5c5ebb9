//! The permissions of every operation of the document. An operation that no table here covers fails.

use rstest_reuse::apply;

use crate::support::{self, Contract, Operation, Server, User, assert_covered, each_database};

const ROLES: [&str; 4] = ["viewer", "member", "admin", "owner"];

/// The roles that have each permission, as BunShip documents them.
const GRANTED: &[(&str, &[&str])] = &[
    ("org:read", &["viewer", "member", "admin", "owner"]),
    ("org:update", &["admin", "owner"]),
    ("org:delete", &["owner"]),
];

/// The operations that need no permission. Every user may call them.
const OPEN: [&str; 4] = [
    "public_create_organization",
    "public_list_organizations",
    "v1_create_organization",
    "v1_list_organizations",
];

/// The operations that return the embed secret on request.
const SECRET: [&str; 3] = [
    "public_create_organization",
    "public_get_organization",
    "public_update_organization",
];

fn operations() -> &'static [Operation] {
    &Contract::get().operations
}

fn granted(permission: &str) -> &'static [&'static str] {
    let row = GRANTED.iter().find(|(name, _)| *name == permission);
    row.unwrap_or_else(|| panic!("nothing is said about {permission}"))
        .1
}

/// A user of each role, who is not yet a member anywhere.
async fn users(server: &Server) -> Vec<(&'static str, User)> {
    let mut users = Vec::new();
    for role in ROLES {
        users.push((role, server.user(role).await));
    }
    users
}

#[test]
fn the_tables_cover_the_document() {
    let without = operations().iter().filter(|o| o.permission.is_none());
    let without = without.map(|o| o.id.as_str());
    assert_covered("operations without a permission", without, OPEN);
    let used = operations().iter().filter_map(|o| o.permission.as_deref());
    let known = GRANTED.iter().map(|(permission, _)| *permission);
    assert_covered("permissions of operations", used, known);
}

#[apply(each_database)]
async fn no_operation_answers_somebody_without_a_credential(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let id = owner.organization("acme-corp").await;
    let before = owner.get(&format!("/api/v1/organizations/{id}")).await;
    assert!(!operations().is_empty());
    for operation in operations() {
        for credential in [
            "",
            "bd_key_0123456789abcdef0123456789abcdef",
            "no.jwt.at-all",
        ] {
            let stranger = server.stranger().with(credential);
            let answer = stranger.send(operation.request(&stranger, &id)).await;
            assert_eq!(answer.status, 401, "{} with {credential:?}", operation.id);
        }
    }
    let after = owner.get(&format!("/api/v1/organizations/{id}")).await;
    assert_eq!(after.body, before.body);
}

#[apply(each_database)]
async fn every_role_may_do_what_its_permissions_say_and_nothing_else(database: support::Database) {
    let server = Server::start(database).await;
    let creator = server.user("creator").await;
    let users = users(&server).await;
    for operation in operations() {
        let Some(permission) = &operation.permission else {
            continue;
        };
        // One organization per operation, because one operation deletes it. The owner comes last.
        let id = creator.organization(&operation.id.replace('_', "-")).await;
        for (role, user) in &users {
            let place = format!("{} as {role}", operation.id);
            let answer = user.send(operation.request(user, &id)).await;
            assert_eq!(answer.status, 403, "{place} of no organization");
            server.set_role(&id, user, role).await;
            let answer = user.send(operation.request(user, &id)).await;
            match granted(permission).contains(role) {
                true => assert_eq!(answer.status, 200, "{place}: {}", answer.body),
                false => assert_eq!(answer.status, 403, "{place}"),
            }
        }
    }
}

#[apply(each_database)]
async fn operations_without_a_permission_are_open_to_every_user(database: support::Database) {
    for id in OPEN {
        // One database per operation, because the examples of two operations use the same slug.
        let server = Server::start(database).await;
        let operation = operations().iter().find(|operation| operation.id == id);
        let operation = operation.unwrap_or_else(|| panic!("there is no {id}"));
        let user = server.user("anyone").await;
        let answer = user.send(operation.request(&user, "")).await;
        assert!(answer.status.is_success(), "{id}: {}", answer.body);
    }
}

#[apply(each_database)]
async fn the_embed_secret_is_only_for_those_who_may_update(database: support::Database) {
    let server = Server::start(database).await;
    let creator = server.user("creator").await;
    let id = creator.organization("acme-corp").await;
    let users = users(&server).await;
    for (role, user) in &users {
        server.set_role(&id, user, role).await;
    }
    let can_show: Vec<_> = operations().iter().filter(|o| o.takes("include")).collect();
    let names = can_show.iter().map(|o| o.id.as_str());
    assert_covered("operations that take include", names, SECRET);
    for operation in can_show {
        for (role, user) in &users {
            let place = format!("{} as {role}", operation.id);
            let path = format!("{}?include=jwtSecret", operation.path_of(&id));
            let answer = user.send(operation.request_at(user, &path)).await;
            // The creator of an organization owns it, whatever the creator's role elsewhere.
            let is_open = OPEN.contains(&operation.id.as_str());
            match is_open || granted("org:update").contains(role) {
                true => assert!(answer.body["data"]["jwtSecret"].is_string(), "{place}"),
                false => assert_eq!(answer.status, 403, "{place}"),
            }
        }
    }
}
