//! `embedAllowedOrigins`: normalised, without duplicates, replaced as a whole, refused entry by entry.

use std::sync::Arc;

use rstest_reuse::apply;
use serde_json::{Value, json};

use crate::support::{self, Organization, Server, each_database, orgd};

fn sent(origins: impl Into<Value>) -> Value {
    json!({ "embedAllowedOrigins": origins.into() })
}

#[apply(each_database)]
async fn origins_are_stored_in_their_one_form(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    for (origin, stored) in [
        ("https://example.com", "https://example.com"),
        ("http://localhost:3001", "http://localhost:3001"),
        ("https://*.example.com", "https://*.example.com"),
        ("HTTPS://App.Example.COM/", "https://app.example.com"),
        ("https://example.com:443", "https://example.com"),
        ("https://example.com:8443", "https://example.com:8443"),
        ("http://localhost:80/", "http://localhost"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
        ("http://[0:0:0:0:0:0:0:1]:3000", "http://[::1]:3000"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("https://*.Example.co.uk:443/", "https://*.example.co.uk"),
    ] {
        let updated = acme.owner.patch(&acme.public, sent([origin])).await;
        assert_eq!(updated.status, 200, "{origin}: {}", updated.body);
        assert_eq!(updated.body["data"]["embedAllowedOrigins"], json!([stored]));
        let read = acme.owner.get(&acme.public).await;
        assert_eq!(read.body, updated.body);
    }
}

#[apply(each_database)]
async fn refused_origins_are_named_and_change_nothing(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let before = acme.state().await;
    for origin in [
        "",
        "*",
        "null",
        "example.com",
        "ftp://example.com",
        "javascript:alert(1)",
        "https://",
        "https://example.com/path",
        "https://example.com//",
        "https://example.com?",
        "https://example.com#",
        "https://user@example.com",
        "https://example.com:0",
        "https://example.com:65536",
        "https://example.com.",
        "https://exa mple.com",
        "https://example.com\0",
        " https://example.com",
        "https://example.com\n",
        "https:\\\\example.com",
        "http://example.com",
        "http://192.0.2.1",
        "http://localhost.example.com",
        "https://*",
        "https://*.com",
        "https://*.co.uk",
        "https://*.github.io",
        "https://a.*.com",
        "https://*a.example.com",
        "https://*.*.example.com",
        "https://*.127.0.0.1",
        "http://*.localhost",
        &format!("https://{}.com", "a".repeat(300)),
    ] {
        let refused = acme.owner.patch(&acme.public, sent([origin])).await;
        assert_eq!(refused.status, 400, "{origin:?}");
        assert!(!refused.violations().is_empty(), "{origin:?}");
        for (part, pointer, _) in refused.violations() {
            assert_eq!((part, pointer), ("body", "/embedAllowedOrigins/0"));
        }
    }
    assert_eq!(acme.state().await, before);
}

#[apply(each_database)]
async fn each_refused_entry_is_named_by_its_index(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let origins = json!([
        "https://ok.com",
        "https://*.com",
        "http://a.com",
        "https://ok.org"
    ]);
    let refused = acme.owner.patch(&acme.public, sent(origins)).await;
    let code = "embed-origin";
    let expected = [1, 2].map(|index| format!("/embedAllowedOrigins/{index}"));
    let expected = expected
        .each_ref()
        .map(|pointer| ("body", pointer.as_str(), code));
    assert_eq!(refused.violations(), expected);

    let origins = json!(["https://ok.com", 1, null, ["https://ok.com"], {}]);
    let refused = acme.owner.patch(&acme.public, sent(origins)).await;
    let expected = [1, 2, 3, 4].map(|index| format!("/embedAllowedOrigins/{index}"));
    let expected = expected
        .each_ref()
        .map(|pointer| ("body", pointer.as_str(), "type"));
    assert_eq!(refused.violations(), expected);
}

#[apply(each_database)]
async fn the_list_is_replaced_whole_and_holds_each_origin_once(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let origins = json!([
        "https://b.com",
        "https://a.com",
        "HTTPS://B.com:443/",
        "https://a.com/",
        "https://b.com:444",
    ]);
    let updated = acme.owner.patch(&acme.public, sent(origins)).await;
    let expected = json!(["https://b.com", "https://a.com", "https://b.com:444"]);
    assert_eq!(updated.body["data"]["embedAllowedOrigins"], expected);

    let same = json!(["https://B.com", "https://a.com:443", "https://b.com:444"]);
    let again = acme.owner.patch(&acme.public, sent(same)).await;
    assert_eq!(again.header("etag"), updated.header("etag"));

    let reordered = json!(["https://a.com", "https://b.com", "https://b.com:444"]);
    let changed = acme
        .owner
        .patch(&acme.public, sent(reordered.clone()))
        .await;
    assert_eq!(changed.body["data"]["embedAllowedOrigins"], reordered);
}

#[apply(each_database)]
async fn at_most_a_hundred_origins_are_taken(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let origins = |count: usize| {
        let origins = (0..count).map(|number| format!("https://{number}.example.com"));
        sent(origins.collect::<Vec<_>>())
    };
    let full = acme.owner.patch(&acme.public, origins(100)).await;
    assert_eq!(full.status, 200);
    let refused = acme.owner.patch(&acme.public, origins(101)).await;
    assert_eq!(
        refused.violations(),
        [("body", "/embedAllowedOrigins", "maxItems")]
    );
    assert_eq!(acme.owner.get(&acme.public).await.body, full.body);
}

/// Where the operator says so: nobody else can know what is on the way.
#[apply(each_database)]
async fn plain_http_beyond_localhost_is_the_operators_to_allow(database: support::Database) {
    let storage = Arc::new(database.create().await);
    let strict = Server::on(storage.clone(), &[]).await;
    let acme = Organization::full(&strict.user("owner").await, "acme-corp").await;
    let origins = json!(["http://intranet", "HTTP://192.168.1.5:3000/"]);
    let refused = acme.owner.patch(&acme.public, sent(origins.clone())).await;
    let pointers = [0, 1].map(|index| format!("/embedAllowedOrigins/{index}"));
    let expected = pointers.each_ref();
    let expected = expected.map(|pointer| ("body", pointer.as_str(), "embed-origin"));
    assert_eq!(refused.violations(), expected);
    let names = refused.body.to_string();
    assert!(names.contains("ORGD_ALLOW_INSECURE_ORIGINS"), "{names}");

    let by_flag = Server::on(storage.clone(), &["--allow-insecure-origins"]).await;
    let mut command = orgd(&["serve", "--listen", "127.0.0.1:0"]);
    command.env("DATABASE_URL", &storage.url);
    command.env("ORGD_ALLOW_INSECURE_ORIGINS", "true");
    let by_environment = Server::spawn(storage.clone(), command).await;
    for server in [&by_flag, &by_environment] {
        let owner = acme.owner.at(server);
        let updated = owner.patch(&acme.public, sent(origins.clone())).await;
        assert_eq!(updated.status, 200, "{}", updated.body);
        let stored = json!(["http://intranet", "http://192.168.1.5:3000"]);
        assert_eq!(updated.body["data"]["embedAllowedOrigins"], stored);
        // Not with a wildcard, and only what is wrong is named.
        let mut body = sent(["http://intranet", "http://*.example.com"]);
        let wildcard = ("body", "/embedAllowedOrigins/1", "embed-origin");
        let refused = owner.patch(&acme.public, body.clone()).await;
        assert_eq!(refused.violations(), [wildcard]);
        body["isBillable"] = json!(1);
        let refused = owner.patch(&acme.public, body).await;
        let mut violations = refused.violations();
        violations.sort_unstable();
        assert_eq!(violations, [wildcard, ("body", "/isBillable", "type")]);
        acme.owner.patch(&acme.public, sent(json!([]))).await;
    }
    for off in ["false", "0", ""] {
        let mut command = orgd(&["serve", "--listen", "127.0.0.1:0"]);
        command.env("DATABASE_URL", &storage.url);
        command.env("ORGD_ALLOW_INSECURE_ORIGINS", off);
        let server = Server::spawn(storage.clone(), command).await;
        let owner = acme.owner.at(&server);
        let refused = owner.patch(&acme.public, sent(["http://intranet"])).await;
        assert_eq!(refused.status, 400, "{off:?}");
    }
}
