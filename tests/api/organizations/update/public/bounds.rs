//! The bounds of the values in a public update.

use rstest_reuse::apply;
use serde_json::json;

use crate::support::{self, Organization, Server, each_database, holding};

#[apply(each_database)]
async fn texts_within_bounds_are_stored_as_sent(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    for (member, value) in [
        ("name", "a".to_owned()),
        ("name", "n".repeat(255)),
        ("name", "🚀".repeat(255)),
        ("name", "Use <table> names".to_owned()),
        ("name", "__proto__".to_owned()),
        ("name", "\u{200f}\u{feff}\u{10ffff}".to_owned()),
        ("customAiContext", "c".repeat(50_000)),
        ("customAiContext", "🚀".repeat(50_000)),
        (
            "customAiContext",
            "Use <table> names\r\n\tand \"quotes\"\u{202e}".to_owned(),
        ),
    ] {
        let updated = acme
            .owner
            .patch(&acme.public, json!({ member: value }))
            .await;
        assert_eq!(updated.status, 200, "{member}");
        let read = acme.owner.get(&acme.public).await;
        assert_eq!(read.body["data"][member], value);
    }
}

#[apply(each_database)]
async fn texts_out_of_bounds_are_named_and_change_nothing(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let before = acme.state().await;
    for (pointer, value, code) in [
        ("/name", String::new(), "minLength"),
        ("/name", "n".repeat(256), "maxLength"),
        ("/name", "🚀".repeat(256), "maxLength"),
        ("/customAiContext", "c".repeat(50_001), "maxLength"),
        ("/customAiContext", "🚀".repeat(50_001), "maxLength"),
        ("/customAiContext", "\0".to_owned(), "pattern"),
        ("/customAiContext", "\u{1b}[31m".to_owned(), "pattern"),
        ("/customAiContext", "\u{7f}".to_owned(), "pattern"),
    ] {
        let refused = acme
            .owner
            .patch(&acme.public, holding(pointer, json!(value)))
            .await;
        assert_eq!(refused.violations(), [("body", pointer, code)]);
        assert!(refused.body.to_string().len() < 1000, "repeats the value");
    }
    assert_eq!(acme.state().await, before);
}

#[apply(each_database)]
async fn a_name_that_only_this_surface_allows_is_shown_by_the_other(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let name = "n".repeat(255);
    let updated = acme
        .owner
        .patch(&acme.public, json!({ "name": name }))
        .await;
    assert_eq!(updated.status, 200);
    assert_eq!(acme.owner.get(&acme.v1).await.body["name"], name);
    // An update of a different member still succeeds.
    let other = acme
        .owner
        .patch(&acme.v1, json!({ "description": "Long" }))
        .await;
    assert_eq!(
        (other.status.as_u16(), &other.body["name"]),
        (200, &json!(name))
    );
    let again = acme.owner.patch(&acme.v1, json!({ "name": name })).await;
    assert_eq!(again.violations(), [("body", "/name", "maxLength")]);
}
