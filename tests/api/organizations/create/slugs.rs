//! Slugs: given slugs must be valid and free; generated slugs always are.

use std::collections::HashSet;

use rstest_reuse::apply;
use serde_json::{Value, json};

use super::{PUBLIC, V1, assert_created};
use crate::support::{self, Organization, Server, each_database};

/// The contract's pattern and bounds, in code.
fn is_valid(slug: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    (3..=50).contains(&slug.len())
        && slug
            .split('-')
            .all(|word| !word.is_empty() && word.chars().all(is_plain))
}

#[apply(each_database)]
async fn a_taken_slug_is_a_conflict_on_and_across_surfaces(database: support::Database) {
    let server = Server::start(database).await;
    let (owner, other) = (server.user("owner").await, server.user("other").await);
    for (first, slug) in [(V1, "acme-v1"), (PUBLIC, "acme-public")] {
        let body = json!({ "name": "Acme", "slug": slug });
        assert_created(&owner.post(first, body.clone()).await);
        for caller in [&owner, &other] {
            for (second, kind) in [(V1, "CONFLICT"), (PUBLIC, "Conflict")] {
                let refused = caller.post(second, body.clone()).await;
                let answer = (refused.status.as_u16(), refused.kind());
                assert_eq!(answer, (409, kind), "{slug} on {second}");
            }
        }
    }
    let listed = owner.get("/api/v1/users/me/organizations").await;
    assert_eq!(listed.body["total"], 2);
    let listed = other.get("/api/v1/users/me/organizations").await;
    assert_eq!(listed.body["total"], 0);
}

#[apply(each_database)]
async fn the_slug_of_a_deleted_organization_stays_taken(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    assert_eq!(acme.owner.delete(&acme.v1).await.status, 200);
    for path in [V1, PUBLIC] {
        let body = json!({ "name": "Acme", "slug": "acme-corp" });
        assert_eq!(acme.owner.post(path, body).await.status, 409, "{path}");
    }
    let generated = acme
        .owner
        .post(PUBLIC, json!({ "name": "Acme Corp" }))
        .await;
    assert_created(&generated);
    assert_ne!(generated.organization()["slug"], "acme-corp");
}

#[apply(each_database)]
async fn given_slugs_keep_their_bounds_and_pattern(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    for path in [V1, PUBLIC] {
        let letter = if path == V1 { "v" } else { "p" };
        for slug in [
            letter.repeat(3),
            letter.repeat(50),
            format!("{letter}-1"),
            format!("1-2-3-{letter}"),
            format!("{letter}-org"),
            format!("admin-{letter}"),
        ] {
            let created = owner
                .post(path, json!({ "name": "Acme", "slug": slug }))
                .await;
            assert_created(&created);
            assert_eq!(created.organization()["slug"], slug);
        }
        for (slug, code) in [
            (letter.repeat(51), "maxLength"),
            ("ab".to_owned(), "minLength"),
            ("Acme".to_owned(), "pattern"),
            ("acme_corp".to_owned(), "pattern"),
            ("acme corp".to_owned(), "pattern"),
            ("-acme".to_owned(), "pattern"),
            ("acme-".to_owned(), "pattern"),
            ("acme--corp".to_owned(), "pattern"),
            ("---".to_owned(), "pattern"),
            ("acme\n".to_owned(), "pattern"),
            ("acmé".to_owned(), "pattern"),
            ("١٢٣".to_owned(), "pattern"),
            ("acme\0".to_owned(), "pattern"),
            ("null".to_owned(), "not"),
            ("undefined".to_owned(), "not"),
            ("admin".to_owned(), "not"),
            ("api".to_owned(), "not"),
            ("www".to_owned(), "not"),
            ("no-reply".to_owned(), "not"),
        ] {
            let body = json!({ "name": "Acme", "slug": slug });
            let refused = owner.post(path, body).await;
            assert_eq!(refused.violations(), [("body", "/slug", code)], "{slug:?}");
        }
        let refused = owner
            .post(path, json!({ "name": "Acme", "slug": null }))
            .await;
        assert_eq!(refused.violations(), [("body", "/slug", "type")], "{path}");
    }
}

#[apply(each_database)]
async fn any_name_gets_a_valid_slug_of_its_own(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let mut slugs = HashSet::new();
    for name in [
        "Acme Corporation",
        "acme-corporation",
        "北京",
        "日本語の会社",
        "🚀",
        "👩‍👩‍👧",
        "!?.,",
        "---",
        "a",
        "é",
        "7",
        "\u{E000}",
        "Admin",
        "null",
        "www",
        "ﷺ",
        "Ünïcode & Söhne GmbH",
        "Use <table> names",
        "../../etc/passwd",
        &"x".repeat(255),
        &"🚀".repeat(255),
        &"北".repeat(255),
        &"a ".repeat(127),
    ] {
        for _ in 0..2 {
            let created = owner.post(PUBLIC, json!({ "name": name })).await;
            assert_created(&created);
            assert_eq!(created.organization()["name"], name);
            let slug = created.organization()["slug"].as_str().unwrap();
            assert!(is_valid(slug), "{name:?}: {slug}");
            assert!(slugs.insert(slug.to_owned()), "{name:?}: {slug} again");
        }
    }
}

#[apply(each_database)]
async fn equal_names_of_many_users_get_different_slugs(database: support::Database) {
    let server = Server::start(database).await;
    let (owner, other) = (server.user("owner").await, server.user("other").await);
    let create = || async {
        let body = json!({ "name": "Acme Corp" });
        tokio::join!(owner.post(PUBLIC, body.clone()), other.post(PUBLIC, body))
    };
    let mut slugs: Vec<Value> = Vec::new();
    for _ in 0..5 {
        let (one, another) = create().await;
        for created in [one, another] {
            assert_created(&created);
            slugs.push(created.organization()["slug"].clone());
        }
    }
    assert!(slugs.contains(&json!("acme-corp")));
    let readable = |slug: &Value| slug.as_str().unwrap().starts_with("acme-corp");
    assert!(slugs.iter().all(readable), "{slugs:?}");
    let distinct: HashSet<_> = slugs.iter().map(Value::to_string).collect();
    assert_eq!(distinct.len(), slugs.len(), "{slugs:?}");
}

/// Each with a name that comes out as a reserved word.
#[apply(each_database)]
async fn a_slug_made_from_a_reserved_word_has_a_suffix(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    for (name, slug) in [
        ("Admin", "admin-org"),
        ("NULL", "null-org"),
        ("No Reply", "no-reply-org"),
    ] {
        let created = owner.post(PUBLIC, json!({ "name": name })).await;
        assert_created(&created);
        assert_eq!(created.organization()["slug"], slug);
    }
    let again = owner.post(PUBLIC, json!({ "name": "Admin" })).await;
    let slug = again.organization()["slug"].as_str().unwrap();
    assert!(slug.starts_with("admin-org-"), "{slug}");
}
