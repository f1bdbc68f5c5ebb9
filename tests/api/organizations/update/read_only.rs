//! Read-only members of an update: what was read may be sent back, and nothing else.

use rstest_reuse::apply;
use serde_json::json;

use crate::support::{self, Organization, Server, each_database};

#[apply(each_database)]
async fn a_document_that_was_read_may_be_sent_back(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let before = acme.state().await;
    let v1 = before[0].0.clone();
    let public = before[1].0["data"].clone();
    for (path, body) in [(&acme.v1, v1), (&acme.public, public)] {
        let answer = acme.owner.patch(path, body.clone()).await;
        assert_eq!(answer.status, 200, "{body}: {}", answer.body);
    }
    assert_eq!(acme.state().await, before);
}

#[apply(each_database)]
async fn a_read_only_member_with_another_value_is_refused_by_name(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let before = acme.state().await;
    for (path, member, value) in [
        (&acme.v1, "id", json!("org_other")),
        (&acme.v1, "slug", json!("acme-labs")),
        (&acme.v1, "createdBy", json!("usr_other")),
        (&acme.v1, "createdAt", json!("2024-01-15T10:00:00Z")),
        (&acme.v1, "updatedAt", json!("2024-01-15T10:00:00Z")),
        (&acme.public, "id", json!("org_other")),
        (&acme.public, "slug", json!("acme-labs")),
        (&acme.public, "onboardingStatus", json!("LEGACY")),
        (&acme.public, "trialEndsAt", json!(null)),
    ] {
        let answer = acme
            .owner
            .patch(path, json!({ "name": "New", member: value }))
            .await;
        assert_eq!(answer.status, 400, "{member}");
        let pointer = format!("/{member}");
        assert_eq!(answer.violations(), [("body", &*pointer, "readOnly")]);
    }
    assert_eq!(acme.state().await, before);
}
