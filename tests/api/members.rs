//! The members of an organization on the v1 surface.

mod change;
mod list;
mod migration;
mod races;

use serde_json::{Value, json};

use crate::support::{Answer, Organization, Server, User};

/// The members in the response.
fn members(answer: &Answer) -> &[Value] {
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body["members"].as_array().unwrap()
}

/// The path of the user's membership.
async fn path_of(user: &User, acme: &Organization) -> String {
    format!("{}/members/{}", acme.v1, user.membership(&acme.id).await)
}

/// Each user's role, as the list shows it.
async fn roles(reader: &User, acme: &Organization) -> Vec<(String, String)> {
    let listed = reader.get(&format!("{}/members", acme.v1)).await;
    let members = members(&listed).iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    members
        .map(|member| (text(&member["userId"]), text(&member["role"])))
        .collect()
}

/// Asks to make the member the owner.
async fn transfer(caller: &User, acme: &Organization, member_id: &str) -> Answer {
    let path = format!("{}/transfer", acme.v1);
    caller.post(&path, json!({ "memberId": member_id })).await
}

/// The entries of members in the audit log as `(action, user, from, to)`, oldest first.
async fn entries(server: &Server, acme: &Organization) -> Vec<[Value; 4]> {
    let listed = server
        .cli(&["audit", "list", "--organization", &acme.id])
        .await;
    let entries = listed["entries"].as_array().unwrap().iter().rev();
    entries
        .filter(|entry| entry["targetId"].is_string())
        .map(|entry| {
            let change = &entry["changes"][0];
            let of = [
                &entry["action"],
                &entry["targetId"],
                &change["from"],
                &change["to"],
            ];
            of.map(Clone::clone)
        })
        .collect()
}
