use rstest_reuse::apply;
use serde_json::{Value, json};

use super::{entries, path_of, roles, transfer};
use crate::support::{self, Organization, Server, each_database};

#[apply(each_database)]
async fn a_new_role_applies_at_once_and_has_an_entry(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let user = server.member(&acme.id, "viewer").await;
    let path = path_of(&user, &acme).await;
    let before = acme.state().await;
    let rename = json!({ "name": "Acme" });
    assert_eq!(user.patch(&acme.v1, rename.clone()).await.status, 403);
    for role in ["admin", "admin"] {
        let changed = acme.owner.patch(&path, json!({ "role": role })).await;
        assert_eq!(changed.status, 200, "{}", changed.body);
        assert_eq!(changed.body["role"], role);
    }
    assert_eq!(
        acme.state().await,
        before,
        "the organization has not changed"
    );
    assert_eq!(user.patch(&acme.v1, rename.clone()).await.status, 200);
    acme.owner.patch(&path, json!({ "role": "member" })).await;
    assert_eq!(user.patch(&acme.v1, rename).await.status, 403);
    let id = json!(user.id);
    let expected = [
        ["member.create", "null", "viewer"],
        ["member.update", "viewer", "admin"],
        ["member.update", "admin", "member"],
    ];
    let expected = expected.map(|[action, from, to]| {
        let from = match from {
            "null" => Value::Null,
            role => json!(role),
        };
        [json!(action), id.clone(), from, json!(to)]
    });
    assert_eq!(entries(&server, &acme).await, expected);
}

#[apply(each_database)]
async fn a_removed_member_is_an_outsider_and_may_return(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let user = server.member(&acme.id, "admin").await;
    let path = path_of(&user, &acme).await;
    let removed = acme.owner.delete(&path).await;
    assert_eq!(
        removed.body,
        json!({ "message": "Member removed successfully" })
    );
    assert_eq!(user.get(&acme.v1).await.status, 403);
    let listed = user.get("/api/v1/users/me/organizations").await;
    assert_eq!(listed.body["total"], 0);
    assert_eq!(acme.owner.delete(&path).await.status, 404);
    let last = entries(&server, &acme).await.pop().unwrap();
    assert_eq!(
        last,
        [
            json!("member.delete"),
            json!(user.id),
            json!("admin"),
            Value::Null
        ]
    );
    server.set_role(&acme.id, &user, "viewer").await;
    assert_eq!(user.get(&acme.v1).await.status, 200);
    assert_ne!(path_of(&user, &acme).await, path);
}

#[apply(each_database)]
async fn the_owner_and_the_caller_are_protected(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let admin = server.member(&acme.id, "admin").await;
    let before = roles(&admin, &acme).await;
    let (owners, own) = (
        path_of(&acme.owner, &acme).await,
        path_of(&admin, &acme).await,
    );
    for (caller, path, code) in [
        (&acme.owner, &owners, "owner"),
        (&admin, &owners, "owner"),
        (&admin, &own, "self"),
    ] {
        let expected = [("path", "/memberId", code)];
        let demotion = caller.patch(path, json!({ "role": "viewer" })).await;
        assert_eq!(demotion.violations(), expected);
        assert_eq!(caller.delete(path).await.violations(), expected);
    }
    let promotion = acme.owner.patch(&own, json!({ "role": "owner" })).await;
    assert_eq!(promotion.violations(), [("body", "/role", "enum")]);
    assert_eq!(roles(&admin, &acme).await, before);
}

#[apply(each_database)]
async fn members_of_another_organization_cannot_be_reached(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let other = Organization::bare(&server.user("other").await, "acme-other").await;
    let stranger = server.member(&other.id, "admin").await;
    let before = roles(&stranger, &other).await;
    for user in [&stranger, &other.owner] {
        let id = user.membership(&other.id).await;
        let path = format!("{}/members/{id}", acme.v1);
        let answers = [
            acme.owner.patch(&path, json!({ "role": "viewer" })).await,
            acme.owner.delete(&path).await,
            transfer(&acme.owner, &acme, &id).await,
        ];
        for answer in answers {
            assert_eq!(answer.status, 404);
            assert_eq!(answer.body["error"]["message"], "Member not found.");
        }
    }
    assert_eq!(roles(&stranger, &other).await, before);
    assert_eq!(entries(&server, &acme).await, Vec::<[Value; 4]>::new());
}

#[apply(each_database)]
async fn the_ownership_changes_hands(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let user = server.member(&acme.id, "viewer").await;
    let id = user.membership(&acme.id).await;
    let answer = transfer(&acme.owner, &acme, &id).await;
    assert_eq!(
        answer.body,
        json!({ "message": "Ownership transferred successfully" })
    );
    let after = roles(&user, &acme).await;
    let expected = [(&acme.owner.id, "admin"), (&user.id, "owner")];
    assert_eq!(
        after,
        expected.map(|(id, role)| (id.clone(), role.to_owned()))
    );
    assert_eq!(transfer(&acme.owner, &acme, &id).await.status, 403);
    assert_eq!(acme.owner.delete(&acme.v1).await.status, 403);
    let entries = entries(&server, &acme).await;
    let of = |user: &str, from: &str, to: &str| [user, from, to].map(|text| json!(text));
    let recorded: Vec<_> = entries[1..]
        .iter()
        .map(|entry| entry[1..].to_vec())
        .collect();
    assert_eq!(
        recorded,
        [
            of(&acme.owner.id, "owner", "admin"),
            of(&user.id, "viewer", "owner")
        ]
    );
}

#[apply(each_database)]
async fn the_ownership_stays_with_who_can_use_it(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let gone = server.member(&acme.id, "admin").await;
    let (own, gone_id) = (
        acme.owner.membership(&acme.id).await,
        gone.membership(&acme.id).await,
    );
    server.cli(&["user", "deactivate", &gone.id]).await;
    let before = roles(&acme.owner, &acme).await;
    let answer = transfer(&acme.owner, &acme, &own).await;
    assert_eq!(answer.violations(), [("body", "/memberId", "owner")]);
    let answer = transfer(&acme.owner, &acme, &gone_id).await;
    assert_eq!(answer.violations(), [("body", "/memberId", "deactivated")]);
    assert_eq!(roles(&acme.owner, &acme).await, before);
}

/// On the command line too.
#[apply(each_database)]
async fn there_is_always_one_owner(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let arguments = [
        "member",
        "set",
        "--organization",
        &acme.id,
        "--role",
        "admin",
    ];
    let arguments = [&arguments[..], &["--user", &acme.owner.id]].concat();
    let refused = server.try_cli(&arguments).await;
    let error = String::from_utf8(refused.stderr).unwrap();
    assert!(error.contains("is the owner"), "{error}");
    let second = server.member(&acme.id, "owner").await;
    let after = roles(&second, &acme).await;
    let expected = [(&acme.owner.id, "admin"), (&second.id, "owner")];
    assert_eq!(
        after,
        expected.map(|(id, role)| (id.clone(), role.to_owned()))
    );
    assert_eq!(entries(&server, &acme).await.len(), 2);
}

#[apply(each_database)]
async fn an_entry_that_cannot_be_written_undoes_its_change(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let user = server.member(&acme.id, "viewer").await;
    let (path, id) = (path_of(&user, &acme).await, user.membership(&acme.id).await);
    let before = roles(&user, &acme).await;
    let rename = |from: &str, to: &str| format!("ALTER TABLE {from} RENAME TO {to}");
    server
        .storage
        .execute(&rename("audit_logs", "hidden"))
        .await;
    let answers = [
        acme.owner.patch(&path, json!({ "role": "admin" })).await,
        acme.owner.delete(&path).await,
        transfer(&acme.owner, &acme, &id).await,
    ];
    for answer in answers {
        assert_eq!(answer.status, 500, "{}", answer.body);
    }
    server
        .storage
        .execute(&rename("hidden", "audit_logs"))
        .await;
    assert_eq!(roles(&user, &acme).await, before);
}
