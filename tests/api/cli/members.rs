//! `orgd member`.

use rstest_reuse::apply;
use serde_json::json;

use super::{command, failure, text, told};
use crate::support::{self, Server, each_database};

#[apply(each_database)]
async fn member_set_changes_the_role_at_once(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let id = owner.organization("acme-corp").await;
    let path = format!("/api/v1/organizations/{id}");
    let ada = server.user("ada").await;
    assert_eq!(ada.get(&path).await.status, 403);
    let set = |role: &str| {
        format!(
            "member set --organization {id} --user {} --role {role}",
            ada.id
        )
    };
    for (role, read, update) in [
        ("viewer", 200, 403),
        ("admin", 200, 200),
        ("member", 200, 403),
    ] {
        let done = told(&server, &set(role)).await;
        assert_eq!(done["role"], role);
        assert_eq!(ada.get(&path).await.status, read, "{role}");
        let updated = ada.patch(&path, json!({ "name": role })).await;
        assert_eq!(updated.status, update, "{role}");
    }
    let done = text(&server, &set("owner").replace(&ada.id, "ada@example.com")).await;
    assert!(done.contains("owner"), "{done}");
    assert_eq!(ada.delete(&path).await.status, 200);
}

#[apply(each_database)]
async fn member_set_refuses_what_does_not_exist(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let id = owner.organization("acme-corp").await;
    let set = |organization: &str, user: &str, role: &str| {
        format!("member set --organization {organization} --user {user} --role {role}")
    };
    let failed = failure(&server, &set("org_none", &owner.id, "admin")).await;
    assert!(failed.contains("org_none"), "{failed}");
    let failed = failure(&server, &set(&id, "nobody@example.com", "admin")).await;
    assert!(failed.contains("nobody@example.com"), "{failed}");
    let god = command(&server, &set(&id, &owner.id, "god")).output().await;
    assert_eq!(god.unwrap().status.code(), Some(2), "no usage of roles");
    owner.delete(&format!("/api/v1/organizations/{id}")).await;
    failure(&server, &set(&id, &owner.id, "admin")).await;
}

#[apply(each_database)]
async fn members_are_listed_and_removed(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let id = owner.organization("acme-corp").await;
    let ada = server.user("ada").await;
    server.set_role(&id, &ada, "admin").await;
    let list = format!("member list --organization {id}");
    let all = told(&server, &list).await;
    let members = all["members"].as_array().unwrap();
    let found: Vec<_> = members
        .iter()
        .map(|one| (&one["userEmail"], &one["role"]))
        .collect();
    let expected = [
        (&json!("owner@example.com"), &json!("owner")),
        (&json!("ada@example.com"), &json!("admin")),
    ];
    assert_eq!(found, expected);
    let first = told(&server, &format!("{list} --limit 1")).await;
    assert_eq!(first["members"], json!([members[0]]));
    let next = first["next"].as_str().unwrap();
    let rest = told(&server, &format!("{list} --after {next}")).await;
    assert_eq!(rest["members"], json!([members[1]]));
    let table = text(&server, &list).await;
    assert!(table.contains("ada@example.com"), "{table}");

    let path = format!("/api/v1/organizations/{id}");
    assert_eq!(ada.get(&path).await.status, 200);
    let remove = format!("member remove --organization {id} --user");
    let done = told(&server, &format!("{remove} ada@example.com")).await;
    let expected = json!({ "organization": id, "user": ada.id, "removed": true });
    assert_eq!(done, expected);
    assert_eq!(ada.get(&path).await.status, 403);
    let entries = told(&server, &format!("audit list --organization {id}")).await;
    assert_eq!(entries["entries"][0]["action"], "member.delete");
    assert_eq!(entries["entries"][0]["targetId"], ada.id);
    for (user, told) in [
        ("ada@example.com", "is not a member"),
        ("owner@example.com", "is the owner"),
    ] {
        let failed = failure(&server, &format!("{remove} {user}")).await;
        assert!(failed.contains(told), "{failed}");
    }
    for line in [&remove, &list] {
        let line = line
            .replace(&id, "org_none")
            .replace("--user", "--user owner@example.com");
        let failed = failure(&server, &line).await;
        assert!(failed.contains("org_none does not exist"), "{failed}");
    }
}
