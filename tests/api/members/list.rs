use rstest_reuse::apply;
use serde_json::json;

use super::{members, roles};
use crate::support::{self, Organization, Server, each_database};

#[apply(each_database)]
async fn each_member_is_shown_with_the_user_to_every_member(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let arguments = ["--email", "Grace@example.com", "--name", "Grace Hopper"];
    let grace = server
        .cli(&[&["user", "create"], &arguments[..]].concat())
        .await;
    let user = grace["id"].as_str().unwrap();
    let arguments = [
        "--organization",
        &acme.id,
        "--user",
        user,
        "--role",
        "admin",
    ];
    server
        .cli(&[&["member", "set"], &arguments[..]].concat())
        .await;
    let viewer = server.member(&acme.id, "viewer").await;
    let listed = viewer.get(&format!("{}/members", acme.v1)).await;
    assert_eq!(listed.body["total"], 3);
    assert_eq!(listed.body["nextCursor"], json!(null));
    let shown = &members(&listed)[1];
    assert_eq!(
        shown["user"],
        json!({ "id": user, "email": grace["email"], "fullName": "Grace Hopper", "avatarUrl": null })
    );
    assert_eq!(
        (&shown["userId"], &shown["organizationId"], &shown["role"]),
        (&json!(user), &json!(acme.id), &json!("admin"))
    );
    let own = &members(&listed)[2];
    assert_eq!(own["id"], viewer.membership(&acme.id).await);
    assert_eq!(own["user"]["fullName"], json!(null));
}

#[apply(each_database)]
async fn pages_follow_each_other_also_after_a_member_has_left(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let other = Organization::bare(&server.user("other").await, "acme-other").await;
    server.member(&other.id, "admin").await;
    let mut ids = vec![acme.owner.id.clone()];
    for number in 1..=4 {
        let user = server.user(&format!("user-{number}")).await;
        server.set_role(&acme.id, &user, "member").await;
        ids.push(user.id);
    }
    let all: Vec<_> = roles(&acme.owner, &acme).await;
    let all: Vec<_> = all.into_iter().map(|(user, _)| user).collect();
    assert_eq!(all, ids, "in the order in which they joined");

    let path = format!("{}/members", acme.v1);
    let first = acme.owner.get(&format!("{path}?limit=2")).await;
    let cursor = first.body["nextCursor"].as_str().unwrap();
    assert_eq!(cursor, members(&first)[1]["id"]);
    let gone = acme.owner.delete(&format!("{path}/{cursor}")).await;
    assert_eq!(gone.status, 200, "{}", gone.body);
    let next = format!("{path}?limit=2&cursor={cursor}");
    let second = acme.owner.get(&next).await;
    let shown: Vec<_> = members(&second).iter().map(|m| &m["userId"]).collect();
    assert_eq!(shown, [ids[2].as_str(), ids[3].as_str()]);
    assert_eq!(second.body["total"], 4, "of all pages");
    let cursor = second.body["nextCursor"].as_str().unwrap();
    let last = acme
        .owner
        .get(&format!("{path}?limit=2&cursor={cursor}"))
        .await;
    assert_eq!(members(&last).len(), 1);
    assert_eq!(last.body["nextCursor"], json!(null));
    let empty = acme.owner.get(&format!("{path}?cursor=")).await;
    assert_eq!(
        members(&empty).len(),
        4,
        "an empty cursor is the first page"
    );
}

/// Each page costs the same, whatever the number of members and of organizations.
#[apply(each_database)]
async fn an_index_serves_the_list(database: support::Database) {
    let server = Server::start(database).await;
    let sql = "SELECT memberships.id FROM memberships WHERE organization_id = 'org_1' AND id > 'mbr_1' \
               ORDER BY id LIMIT 51";
    let plan = server.storage.plan(sql).await;
    assert!(plan.contains("memberships_of_organization"), "{plan}");
    assert!(
        !plan.to_lowercase().contains("sort") && !plan.contains("TEMP B-TREE"),
        "{plan}"
    );
}
