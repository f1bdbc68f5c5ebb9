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
