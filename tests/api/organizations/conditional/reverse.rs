//! `If-None-Match` on writes and `If-Match` on reads.

use reqwest::Method;
use rstest_reuse::apply;

use super::{conditional, etag, listing};
use crate::support::{self, Organization, Server, each_database};

/// RFC 9110, 13.1.2: a write that requires another version.
#[apply(each_database)]
async fn a_write_that_excludes_the_present_version_is_refused(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let seen = etag(&acme).await;
    let before = acme.state().await;
    let writes = [
        (Method::PATCH, acme.v1.as_str()),
        (Method::PATCH, &acme.public),
        (Method::DELETE, &acme.v1),
    ];
    for write in &writes {
        for excluded in listing(&seen).into_iter().chain([vec!["*".to_owned()]]) {
            let fields: Vec<_> = excluded
                .iter()
                .map(|field| ("if-none-match", field.as_str()))
                .collect();
            let refused = conditional(&acme.owner, write.clone(), &fields).await;
            assert_eq!(refused.status, 412, "{write:?} {excluded:?}");
            let message = "The organization has the ETag given in If-None-Match.";
            assert!(refused.body.to_string().contains(message));
        }
        // Both conditions must hold.
        let fields = [("if-match", seen.as_str()), ("if-none-match", "*")];
        let refused = conditional(&acme.owner, write.clone(), &fields).await;
        assert_eq!(refused.status, 412, "{write:?}");
    }
    assert_eq!(acme.state().await, before);
    for write in writes {
        let fields = [("if-none-match", "\"0\", \"other\"")];
        let written = conditional(&acme.owner, write, &fields).await;
        assert_eq!(written.status, 200, "{}", written.body);
    }
}

/// RFC 9110, 13.1.1: a read that requires this version.
#[apply(each_database)]
async fn a_read_of_another_version_is_refused(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let seen = etag(&acme).await;
    let asking = format!("{}?include=jwtSecret", acme.public);
    for path in [&acme.v1, &acme.public, &asking] {
        for method in [Method::GET, Method::HEAD] {
            let read = (method, path.as_str());
            let stale = [("if-match", "\"0\"")];
            let refused = conditional(&acme.owner, read.clone(), &stale).await;
            assert_eq!(refused.status, 412, "{path}");
            // If-Match is evaluated before If-None-Match (RFC 9110, 13.2.2).
            let both = [stale[0], ("if-none-match", &seen)];
            let refused = conditional(&acme.owner, read.clone(), &both).await;
            assert_eq!(refused.status, 412, "{path}");
            for holds in listing(&seen).into_iter().chain([vec!["*".to_owned()]]) {
                let fields: Vec<_> = holds
                    .iter()
                    .map(|field| ("if-match", field.as_str()))
                    .collect();
                let shown = conditional(&acme.owner, read.clone(), &fields).await;
                assert_eq!(shown.status, 200, "{path} {holds:?}");
            }
        }
    }
    let outsider = server.user("outsider").await;
    let read = (Method::GET, acme.v1.as_str());
    let refused = conditional(&outsider, read, &[("if-match", "\"0\"")]).await;
    assert_eq!(refused.status, 403);
}
