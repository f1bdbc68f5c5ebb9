//! `isBillable` and the single trial.

use chrono::{DateTime, TimeDelta, Utc};
use rstest_reuse::apply;
use serde_json::{Value, json};

use crate::support::{self, Answer, Server, each_database};

const COLLECTION: &str = "/api/public/organizations";

fn trial_ends_at(answer: &Answer) -> Option<DateTime<Utc>> {
    let time = &answer.body["data"]["trialEndsAt"];
    time.as_str().map(|time| time.parse().unwrap())
}

/// Whether a trial that ends at that time can have started since the given time.
fn is_fourteen_days_after(end: Option<DateTime<Utc>>, since: DateTime<Utc>) -> bool {
    // Stored times have milliseconds.
    let begin = end.unwrap() - TimeDelta::days(14) + TimeDelta::milliseconds(1);
    (since..=Utc::now() + TimeDelta::milliseconds(1)).contains(&begin)
}

#[apply(each_database)]
async fn the_trial_begins_with_a_billable_organization(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    for body in [
        json!({ "name": "Acme" }),
        json!({ "name": "Acme", "isBillable": true }),
    ] {
        let since = Utc::now();
        let created = owner.post(COLLECTION, body).await;
        assert_eq!(created.body["data"]["isBillable"], true);
        assert!(is_fourteen_days_after(trial_ends_at(&created), since));
    }
    let since = Utc::now();
    let id = owner.organization("acme-v1").await;
    let shown = owner.get(&format!("{COLLECTION}/{id}")).await;
    assert!(is_fourteen_days_after(trial_ends_at(&shown), since));
}

#[apply(each_database)]
async fn the_trial_begins_when_an_organization_first_becomes_billable(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let body = json!({ "name": "Acme", "isBillable": false });
    let created = owner.post(COLLECTION, body).await;
    assert_eq!(created.body["data"]["trialEndsAt"], Value::Null);
    let path = created.header("location").to_owned();

    let other = owner.patch(&path, json!({ "name": "Acme Labs" })).await;
    assert_eq!(other.body["data"]["trialEndsAt"], Value::Null);
    let still = owner.patch(&path, json!({ "isBillable": false })).await;
    assert_eq!(still.body["data"]["trialEndsAt"], Value::Null);

    let since = Utc::now();
    let billable = owner.patch(&path, json!({ "isBillable": true })).await;
    assert!(is_fourteen_days_after(trial_ends_at(&billable), since));
}

#[apply(each_database)]
async fn toggling_never_grants_a_second_trial(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let created = owner.post(COLLECTION, json!({ "name": "Acme" })).await;
    let path = created.header("location").to_owned();
    // Long ago, so that the test can distinguish a second trial from the first.
    let sql = "UPDATE organizations SET trial_ends_at = '2024-01-29 10:00:00'";
    server.storage.execute(sql).await;
    let first = owner.get(&path).await.body["data"]["trialEndsAt"].clone();
    assert_eq!(first, "2024-01-29T10:00:00Z");
    for is_billable in [false, false, true, true, false, true] {
        let updated = owner
            .patch(&path, json!({ "isBillable": is_billable }))
            .await;
        assert_eq!(updated.body["data"]["isBillable"], is_billable);
        assert_eq!(updated.body["data"]["trialEndsAt"], first);
    }
}
