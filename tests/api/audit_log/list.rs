//! `GET /api/v1/organizations/{orgId}/audit-logs`.

use rstest_reuse::apply;
use serde_json::{Value, json};

use super::{actions, entries};
use crate::support::{self, Answer, Organization, Server, each_database};

fn path(acme: &Organization) -> String {
    format!("{}/audit-logs", acme.v1)
}

fn listed(answer: &Answer) -> Vec<Value> {
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body["entries"].as_array().unwrap().clone()
}

/// An organization with six entries: of its owner, of an admin with a token, and of the command line.
async fn busy(server: &Server) -> Organization {
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let admin = server.member(&acme.id, "admin").await;
    let token = server.cli(&["token", "create", "--user", &admin.id]).await;
    let admin = admin.with(token["token"].as_str().unwrap());
    admin.patch(&acme.v1, json!({ "name": "By Admin" })).await;
    acme.owner
        .patch(&acme.v1, json!({ "name": "By Owner" }))
        .await;
    acme
}

#[apply(each_database)]
async fn the_entries_are_those_of_the_command_line_newest_first(database: support::Database) {
    let server = Server::start(database).await;
    let acme = busy(&server).await;
    let other = Organization::bare(&server.user("other").await, "acme-other").await;
    other
        .owner
        .patch(&other.v1, json!({ "name": "Other" }))
        .await;
    let answer = acme.owner.get(&path(&acme)).await;
    assert_eq!(answer.body["nextCursor"], Value::Null);
    let mut shown = listed(&answer);
    shown.reverse();
    assert_eq!(shown, entries(&server, &acme.id).await);
    assert_eq!(shown.len(), 6);
}

#[apply(each_database)]
async fn pages_follow_each_other_also_while_entries_are_added(database: support::Database) {
    let server = Server::start(database).await;
    let acme = busy(&server).await;
    let all = listed(&acme.owner.get(&path(&acme)).await);
    let (mut shown, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = format!("{}?limit=2&cursor={cursor}", path(&acme));
        let answer = acme.owner.get(&page).await;
        shown.extend(listed(&answer));
        let renamed = json!({ "name": format!("After {}", shown.len()) });
        acme.owner.patch(&acme.v1, renamed).await;
        match answer.body["nextCursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(shown, all);
}

#[apply(each_database)]
async fn filters_apply_together(database: support::Database) {
    let server = Server::start(database).await;
    let acme = busy(&server).await;
    let all = listed(&acme.owner.get(&path(&acme)).await);
    let time = |entry: &Value| entry["createdAt"].as_str().unwrap().to_owned();
    let (owner, middle) = (acme.owner.id.as_str(), time(&all[3]));
    let admin = all[1]["actorId"].as_str().unwrap();
    type Rule<'a> = Box<dyn Fn(&Value) -> bool + 'a>;
    let cases: [(String, Rule); 7] = [
        (
            format!("actor={admin}"),
            Box::new(|e| e["actorId"] == *admin),
        ),
        (
            "action=member.create".to_owned(),
            Box::new(|e| e["action"] == "member.create"),
        ),
        (format!("from={middle}"), Box::new(|e| time(e) >= middle)),
        (format!("to={middle}"), Box::new(|e| time(e) < middle)),
        (format!("from={middle}&to={middle}"), Box::new(|_| false)),
        (
            format!("actor={owner}&action=organization.update&from={middle}"),
            Box::new(|e| {
                let is_update = e["action"] == "organization.update";
                e["actorId"] == *owner && is_update && time(e) >= middle
            }),
        ),
        ("actor=usr_nobody".to_owned(), Box::new(|_| false)),
    ];
    for (query, rule) in cases {
        let answer = acme.owner.get(&format!("{}?{query}", path(&acme))).await;
        let expected: Vec<_> = all.iter().filter(|entry| rule(entry)).cloned().collect();
        assert_eq!(listed(&answer), expected, "{query}");
    }
    // A page of filtered entries continues with filtered entries.
    let query = format!("{}?actor={owner}&limit=1", path(&acme));
    let first = acme.owner.get(&query).await;
    let cursor = first.body["nextCursor"].as_str().unwrap();
    let next = acme.owner.get(&format!("{query}&cursor={cursor}")).await;
    assert_eq!(actions(&listed(&next)), ["organization.update"]);
    assert_eq!(listed(&next)[0]["actorId"], owner);
}

#[apply(each_database)]
async fn faulty_parameters_are_named(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    for (query, parameter, code) in [
        ("from=yesterday", "/from", "date-time"),
        ("action=organization.rename", "/action", "enum"),
        ("limit=101", "/limit", "maximum"),
        ("cursor=aud_1", "/cursor", "pattern"),
    ] {
        let answer = acme.owner.get(&format!("{}?{query}", path(&acme))).await;
        assert_eq!(answer.violations(), [("query", parameter, code)]);
    }
}

/// The primary key is the order of the list, so that a page costs the same however old its entries are.
#[apply(each_database)]
async fn an_index_serves_the_list(database: support::Database) {
    let server = Server::start(database).await;
    let sql = "SELECT id FROM audit_logs WHERE organization_id = 'org_1' \
               AND (created_at, id) < ('2026-01-01 00:00:00.000', 'aud_1') \
               ORDER BY created_at DESC, id DESC LIMIT 51";
    let plan = server.storage.plan(sql).await.to_lowercase();
    assert!(plan.contains("index"), "{plan}");
    assert!(!plan.contains("sort") && !plan.contains("b-tree"), "{plan}");
}
