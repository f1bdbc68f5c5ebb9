//! The response to a request that has several errors.

use reqwest::{Method, RequestBuilder};
use rstest_reuse::apply;

use crate::support::{self, Organization, Server, User, each_database};

/// A request that has an error in every place that is not corrected.
#[derive(Clone, Copy)]
struct Wrong<'a> {
    user: &'a User,
    method: &'a str,
    path: &'a str,
    if_match: &'a str,
    content_type: &'a str,
    body: &'a str,
}

impl Wrong<'_> {
    async fn status(self) -> u16 {
        self.user.send(self.request()).await.status.as_u16()
    }

    async fn text(self) -> String {
        self.user.send(self.request()).await.body.to_string()
    }

    fn request(self) -> RequestBuilder {
        let method: Method = self.method.parse().unwrap();
        let request = self.user.request(method, self.path);
        let request = request.header("if-match", self.if_match);
        match self.content_type {
            "" => request,
            content_type => request
                .header("content-type", content_type)
                .body(self.body.to_owned()),
        }
    }
}

#[apply(each_database)]
async fn updates_are_refused_for_the_first_reason_in_order(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let (outsider, viewer) = (
        server.user("outsider").await,
        server.member(&acme.id, "viewer").await,
    );
    let before = acme.state().await;
    for path in acme.paths() {
        let unknown = path.replace(&acme.id, "org_absent");
        let wrong = Wrong {
            user: &server.stranger(),
            method: "PATCH",
            path: &unknown,
            if_match: "malformed",
            content_type: "text/plain",
            body: "{",
        };
        assert_eq!(wrong.status().await, 401);
        let wrong = Wrong {
            user: &outsider,
            ..wrong
        };
        assert_eq!(wrong.status().await, 415);
        let large = " ".repeat(1024 * 1024 + 1);
        let wrong = Wrong {
            content_type: "application/json",
            ..wrong
        };
        assert_eq!(
            Wrong {
                body: &large,
                ..wrong
            }
            .status()
            .await,
            413
        );
        assert_eq!(wrong.status().await, 400);
        let wrong = Wrong {
            body: r#"{"name":"Mine"}"#,
            ..wrong
        };
        assert_eq!(wrong.status().await, 400);
        let wrong = Wrong {
            if_match: "\"stale\"",
            ..wrong
        };
        assert_eq!(wrong.status().await, 404);
        let wrong = Wrong { path, ..wrong };
        assert_eq!(wrong.status().await, 403);
        assert!(wrong.text().await.contains("not a member"));
        let wrong = Wrong {
            user: &viewer,
            ..wrong
        };
        assert_eq!(wrong.status().await, 403);
        assert!(wrong.text().await.contains("org:update"));
        let wrong = Wrong {
            user: &acme.owner,
            ..wrong
        };
        assert_eq!(wrong.status().await, 412);
        assert_eq!(acme.state().await, before);
    }
}

#[apply(each_database)]
async fn deletions_are_refused_for_the_first_reason_in_order(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let (outsider, admin) = (
        server.user("outsider").await,
        server.member(&acme.id, "admin").await,
    );
    let before = acme.state().await;
    let unknown = acme.v1.replace(&acme.id, "org_absent");
    let wrong = Wrong {
        user: &server.stranger(),
        method: "DELETE",
        path: &unknown,
        if_match: "malformed",
        content_type: "",
        body: "",
    };
    assert_eq!(wrong.status().await, 401);
    let wrong = Wrong {
        user: &outsider,
        ..wrong
    };
    assert_eq!(wrong.status().await, 400);
    let wrong = Wrong {
        if_match: "\"stale\"",
        ..wrong
    };
    assert_eq!(wrong.status().await, 404);
    let wrong = Wrong {
        path: &acme.v1,
        ..wrong
    };
    assert_eq!(wrong.status().await, 403);
    assert!(wrong.text().await.contains("not a member"));
    let wrong = Wrong {
        user: &admin,
        ..wrong
    };
    assert_eq!(wrong.status().await, 403);
    assert!(wrong.text().await.contains("org:delete"));
    let wrong = Wrong {
        user: &acme.owner,
        ..wrong
    };
    assert_eq!(wrong.status().await, 412);
    assert_eq!(acme.state().await, before);
}

#[apply(each_database)]
async fn creations_are_refused_for_the_first_reason_in_order(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    for path in ["/api/v1/organizations", "/api/public/organizations"] {
        let wrong = Wrong {
            user: &server.stranger(),
            method: "POST",
            path,
            if_match: "*",
            content_type: "text/plain",
            body: r#"{"name":"","slug":"acme-corp"}"#,
        };
        assert_eq!(wrong.status().await, 401);
        let wrong = Wrong {
            user: &acme.owner,
            ..wrong
        };
        assert_eq!(wrong.status().await, 415);
        let wrong = Wrong {
            content_type: "application/json",
            ..wrong
        };
        assert_eq!(wrong.status().await, 400);
        let wrong = Wrong {
            body: r#"{"name":"Acme","slug":"acme-corp"}"#,
            ..wrong
        };
        assert_eq!(wrong.status().await, 409);
    }
}
