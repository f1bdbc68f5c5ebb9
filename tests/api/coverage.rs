//! The permissions of every operation of the document. An operation that no table here covers fails.

use rstest_reuse::apply;

use crate::support::{
    self, Answer, Contract, Operation, Server, Target, User, assert_covered, each_database,
    examples,
};

const ROLES: [&str; 4] = ["viewer", "member", "admin", "owner"];

/// The roles that have each permission, as BunShip documents them.
const GRANTED: &[(&str, &[&str])] = &[
    ("org:read", &["viewer", "member", "admin", "owner"]),
    ("org:update", &["admin", "owner"]),
    ("org:delete", &["owner"]),
    ("org:transfer", &["owner"]),
    ("audit-logs:read", &["admin", "owner"]),
    ("members:read", &["viewer", "member", "admin", "owner"]),
    ("members:update", &["admin", "owner"]),
    ("members:remove", &["admin", "owner"]),
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

/// The operations that need no permission. Every user may call them.
fn open() -> impl Iterator<Item = &'static Operation> {
    operations().iter().filter(|o| o.permission.is_none())
}

#[test]
fn the_table_covers_the_permissions_of_the_document() {
    let used = operations().iter().filter_map(|o| o.permission.as_deref());
    let known = GRANTED.iter().map(|(permission, _)| *permission);
    assert_covered("permissions of operations", used, known);
}

/// Without a permission, an operation would answer people who are not members.
#[test]
fn every_operation_on_an_organization_needs_a_permission() {
    let on_one = operations().iter().filter(|o| o.path.contains('{'));
    let on_one = on_one.map(|o| o.id.as_str());
    let with = operations().iter().filter(|o| o.permission.is_some());
    let with = with.map(|o| o.id.as_str());
    assert_covered("operations with a permission", on_one, with);
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
            let request = operation.request(&stranger, &Target::at(&id));
            let answer = stranger.send(request).await;
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
            // Not shared between roles, because one operation removes it.
            let target = Target::of(operation, &server, &id).await;
            let answer = user.send(operation.request(user, &target)).await;
            assert_eq!(answer.status, 403, "{place} of no organization");
            server.set_role(&id, user, role).await;
            let answer = user.send(operation.request(user, &target)).await;
            match granted(permission).contains(role) {
                true => {
                    assert_eq!(
                        answer.status,
                        operation.success(),
                        "{place}: {}",
                        answer.body
                    );
                }
                false => assert_names(&answer, permission, &place),
            }
        }
    }
}

/// Fails unless the response is a 403 that names the missing permission.
fn assert_names(answer: &Answer, permission: &str, place: &str) {
    assert_eq!(answer.status, 403, "{place}");
    let message = format!("Insufficient permissions ({permission} required).");
    let body = answer.body.to_string();
    assert!(body.contains(&message), "{place}: {body}");
}

#[apply(each_database)]
async fn operations_without_a_permission_are_open_to_every_user(database: support::Database) {
    assert!(open().next().is_some());
    for operation in open() {
        // One database per operation, because the examples of two operations use the same slug.
        let server = Server::start(database).await;
        let user = server.user("anyone").await;
        let answer = user.send(operation.request(&user, &Target::at(""))).await;
        assert_eq!(
            answer.status,
            operation.success(),
            "{}: {}",
            operation.id,
            answer.body
        );
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
    let mut shown = examples();
    shown.retain(|example| !example.answer["data"]["jwtSecret"].is_null());
    let shown = shown.iter().map(|example| example.operation.id.as_str());
    assert_covered("operations with an example of the secret", shown, names);
    for operation in can_show {
        for (role, user) in &users {
            let place = format!("{} as {role}", operation.id);
            let request = operation.request_with(user, &Target::at(&id), "?include=jwtSecret");
            let answer = user.send(request).await;
            // The creator of an organization owns it, whatever the creator's role elsewhere.
            let is_open = operation.permission.is_none();
            match is_open || granted("org:update").contains(role) {
                true => assert!(answer.body["data"]["jwtSecret"].is_string(), "{place}"),
                false => assert_eq!(answer.status, 403, "{place}"),
            }
        }
    }
}
