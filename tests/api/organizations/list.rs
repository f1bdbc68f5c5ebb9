//! The caller's organizations: newest first, page by page, on both surfaces.

use reqwest::StatusCode;
use rstest_reuse::apply;
use serde_json::json;

use crate::support::{self, Answer, Organization, Server, User, each_database};

const V1: &str = "/api/v1/users/me/organizations";
const PUBLIC: &str = "/api/public/organizations";

/// The ids on a page, and the cursor of the next.
fn page(answer: &Answer) -> (Vec<String>, Option<String>) {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let (items, next) = match answer.body.get("data") {
        Some(data) => {
            let pagination = &answer.body["pagination"];
            let has_more = pagination["nextCursor"].is_string();
            assert_eq!(pagination["hasMore"], has_more, "{pagination}");
            (data, &pagination["nextCursor"])
        }
        None => (&answer.body["organizations"], &answer.body["nextCursor"]),
    };
    let ids = items.as_array().unwrap().iter();
    let ids = ids.map(|item| item["id"].as_str().unwrap().to_owned());
    (ids.collect(), next.as_str().map(str::to_owned))
}

/// The pages of a list, following the cursors.
async fn pages(user: &User, path: &str, limit: usize) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut cursor = String::new();
    loop {
        let listed = user.get(&format!("{path}?limit={limit}{cursor}")).await;
        let (ids, next) = page(&listed);
        pages.push(ids);
        match next {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return pages,
        }
    }
}

/// Creates that many organizations and returns their ids, newest first.
async fn organizations(user: &User, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for number in 0..count {
        ids.insert(
            0,
            user.organization(&format!("acme-{number}-of-{count}"))
                .await,
        );
    }
    ids
}

#[apply(each_database)]
async fn somebody_without_organizations_gets_an_empty_list(database: support::Database) {
    let server = Server::start(database).await;
    Organization::bare(&server.user("owner").await, "acme-corp").await;
    let user = server.user("user").await;
    let expected = json!({ "organizations": [], "total": 0, "nextCursor": null });
    assert_eq!(user.get(V1).await.body, expected);
    let pagination = json!({ "nextCursor": null, "hasMore": false });
    let expected = json!({ "data": [], "pagination": pagination });
    assert_eq!(user.get(PUBLIC).await.body, expected);
}

#[apply(each_database)]
async fn pages_follow_each_other_newest_first(database: support::Database) {
    let server = Server::start(database).await;
    let user = server.user("user").await;
    let ids = organizations(&user, 7).await;
    for path in [V1, PUBLIC] {
        assert_eq!(page(&user.get(path).await), (ids.clone(), None), "{path}");
        for limit in [1, 2, 3, 6, 7, 8, 100] {
            let expected: Vec<_> = ids.chunks(limit).map(<[String]>::to_vec).collect();
            assert_eq!(pages(&user, path, limit).await, expected, "{path} {limit}");
        }
        let (after_last, next) = page(&user.get(&format!("{path}?cursor={}", ids[6])).await);
        assert_eq!((after_last.len(), next), (0, None), "{path}");
    }
}

/// Several of them are created within one millisecond.
#[apply(each_database)]
async fn many_created_in_a_row_are_listed_newest_first(database: support::Database) {
    let server = Server::start(database).await;
    let user = server.user("user").await;
    let ids = organizations(&user, 60).await;
    assert!(ids.is_sorted_by(|newer, older| newer > older), "{ids:?}");
    for path in [V1, PUBLIC] {
        let listed = pages(&user, path, 7).await.concat();
        assert_eq!(listed, ids, "{path}");
    }
}

/// An organization is newer than those whose creation was acknowledged before its request. Concurrent ones have the same
/// order by time and by ID.
#[apply(each_database)]
async fn many_created_at_once_are_listed_newest_first(database: support::Database) {
    let server = Server::start(database).await;
    let user = server.user("user").await;
    let mut rounds = Vec::new();
    for round in 0..3 {
        let slugs = (0..60).map(|number| format!("acme-{round}-{number}"));
        let created = slugs.map(|slug| {
            let user = user.clone();
            async move { user.organization(&slug).await }
        });
        rounds.push(futures::future::join_all(created).await);
    }
    let listed = page(&user.get(V1).await).0;
    assert!(listed.is_sorted_by(|newer, older| newer > older));
    for round in &mut rounds {
        round.sort_by(|one, another| another.cmp(one));
    }
    rounds.reverse();
    assert_eq!(listed, rounds.concat());
    assert_eq!(pages(&user, PUBLIC, 7).await.concat(), listed);
}

#[apply(each_database)]
async fn a_new_organization_does_not_disturb_the_pages_that_follow(database: support::Database) {
    let server = Server::start(database).await;
    let user = server.user("user").await;
    let ids = organizations(&user, 4).await;
    for path in [V1, PUBLIC] {
        let (_, cursor) = page(&user.get(&format!("{path}?limit=2")).await);
        let cursor = cursor.unwrap();
        let newest = user
            .organization(if path == V1 { "new-v1" } else { "new-public" })
            .await;
        let (second, _) = page(&user.get(&format!("{path}?limit=2&cursor={cursor}")).await);
        assert_eq!(second, ids[2..4], "{path}");
        user.delete(&format!("/api/v1/organizations/{newest}"))
            .await;
    }
}

#[apply(each_database)]
async fn only_memberships_are_listed_each_with_its_role(database: support::Database) {
    let server = Server::start(database).await;
    let (owner, user) = (server.user("owner").await, server.user("user").await);
    let ids = organizations(&owner, 5).await;
    let roles = ["owner", "admin", "member", "viewer"];
    // The list is not ordered by the time of joining.
    for (id, role) in ids.iter().zip(roles).rev() {
        server.set_role(id, &user, role).await;
    }
    let listed = user.get(V1).await;
    assert_eq!(page(&listed).0, ids[..4]);
    let shown = listed.body["organizations"].as_array().unwrap();
    let shown: Vec<_> = shown
        .iter()
        .map(|item| item["role"].as_str().unwrap())
        .collect();
    assert_eq!(shown, roles);
    assert_eq!(listed.body["total"], 4);
    assert_eq!(page(&user.get(PUBLIC).await).0, ids[..4]);
    assert_eq!(page(&owner.get(PUBLIC).await).0, ids);
}

#[apply(each_database)]
async fn an_item_shows_the_organization_as_it_is(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let [(v1, _), (public, _)] = acme.state().await;
    let listed = acme.owner.get(PUBLIC).await;
    assert_eq!(listed.body["data"][0], public["data"]);
    let item = &acme.owner.get(V1).await.body["organizations"][0];
    for member in ["id", "name", "slug", "logoUrl"] {
        assert_eq!(item[member], v1[member]);
    }
    assert_eq!(item["joinedAt"], v1["createdAt"]);
    let membership = item["membershipId"].as_str().unwrap();
    assert!(!membership.is_empty());

    // A membership keeps its id when its role changes.
    server.member(&acme.id, "owner").await;
    let item = &acme.owner.get(V1).await.body["organizations"][0];
    assert_eq!(
        (&item["membershipId"], &item["role"]),
        (&json!(membership), &json!("admin"))
    );
}

#[apply(each_database)]
async fn the_total_counts_all_pages(database: support::Database) {
    let server = Server::start(database).await;
    let user = server.user("user").await;
    let ids = organizations(&user, 3).await;
    for query in ["", "?limit=1", &format!("?cursor={}", ids[1])] {
        let listed = user.get(&format!("{V1}{query}")).await;
        assert_eq!(listed.body["total"], 3, "{query}");
    }
}

#[apply(each_database)]
async fn deleted_organizations_are_not_listed_but_remain_valid_cursors(
    database: support::Database,
) {
    let server = Server::start(database).await;
    let user = server.user("user").await;
    let ids = organizations(&user, 4).await;
    let deleted = user
        .delete(&format!("/api/v1/organizations/{}", ids[1]))
        .await;
    assert_eq!(deleted.status, 200);
    let left = [&ids[0], &ids[2], &ids[3]].map(Clone::clone);
    for path in [V1, PUBLIC] {
        assert_eq!(page(&user.get(path).await).0, left, "{path}");
        let (after, _) = page(&user.get(&format!("{path}?cursor={}", ids[1])).await);
        assert_eq!(after, ids[2..], "{path}");
    }
    assert_eq!(user.get(V1).await.body["total"], 3);
}

#[apply(each_database)]
async fn limits_out_of_bounds_are_refused(database: support::Database) {
    let server = Server::start(database).await;
    let user = server.user("user").await;
    for (path, most) in [(V1, 1000), (PUBLIC, 100)] {
        for limit in [1, most] {
            assert_eq!(user.get(&format!("{path}?limit={limit}")).await.status, 200);
        }
        for (query, code) in [
            ("limit=0", "minimum"),
            (&format!("limit={}", most + 1), "maximum"),
            ("limit=4294967295", "maximum"),
            ("limit=-1", "minimum"),
            ("limit=99999999999999999999", "maximum"),
            ("limit=1.5", "type"),
            ("limit=1e1", "type"),
            ("limit=05", "type"),
            ("limit=%2B5", "type"),
            ("limit=+5", "type"),
            ("limit=ten", "type"),
            ("limit=%20", "type"),
            ("limit=%00", "type"),
            ("limit=", "type"),
            ("limit", "type"),
            ("limit=1&limit=1", "duplicate"),
        ] {
            let refused = user.get(&format!("{path}?{query}")).await;
            assert_eq!(refused.status, 400, "{path}?{query}");
            let expected = [("query", "/limit", code)];
            assert_eq!(refused.violations(), expected, "{path}?{query}");
        }
    }
}

#[apply(each_database)]
async fn cursors_of_other_callers_are_refused(database: support::Database) {
    let server = Server::start(database).await;
    let (user, other) = (server.user("user").await, server.user("other").await);
    let own = user.organization("acme-corp").await;
    let foreign = other.organization("acme-labs").await;
    let too_long = "o".repeat(65);
    for path in [V1, PUBLIC] {
        for (query, code) in [
            (format!("cursor={foreign}"), "cursor"),
            ("cursor=org_absent".to_owned(), "cursor"),
            (format!("cursor={too_long}"), "maxLength"),
            ("cursor=a%20b".to_owned(), "pattern"),
            ("cursor=%00".to_owned(), "pattern"),
            ("cursor=%FF".to_owned(), "encoding"),
            (format!("cursor={own}&cursor={own}"), "duplicate"),
        ] {
            let refused = user.get(&format!("{path}?{query}")).await;
            let expected = [("query", "/cursor", code)];
            assert_eq!(refused.violations(), expected, "{path}?{query}");
        }
        let refused = user.get(&format!("{path}?limit=0&cursor=%20")).await;
        let violations = refused.violations();
        let pointers: Vec<_> = violations.iter().map(|(_, pointer, _)| *pointer).collect();
        assert!(pointers.contains(&"/limit"), "{path}");
        assert!(pointers.contains(&"/cursor"), "{path}");
    }
}

#[apply(each_database)]
async fn an_empty_cursor_lists_the_first_page(database: support::Database) {
    let server = Server::start(database).await;
    let user = server.user("user").await;
    user.organization("acme-corp").await;
    user.organization("acme-labs").await;
    for path in [V1, PUBLIC] {
        let first = user.get(&format!("{path}?limit=1")).await;
        for query in ["cursor=&limit=1", "cursor&limit=1"] {
            let answer = user.get(&format!("{path}?{query}")).await;
            assert_eq!(answer.status, 200, "{path}?{query}: {}", answer.body);
            assert_eq!(answer.body, first.body, "{path}?{query}");
        }
    }
}

#[apply(each_database)]
async fn unknown_query_parameters_are_refused_by_name(database: support::Database) {
    let server = Server::start(database).await;
    let user = server.user("user").await;
    for path in [V1, PUBLIC] {
        for (query, pointer) in [
            ("limits=5", "/limits"),
            ("Limit=5", "/Limit"),
            ("limit=5&limit[]=5", "/limit[]"),
            ("a/b", "/a~1b"),
            ("=1", "/"),
        ] {
            let refused = user.get(&format!("{path}?{query}")).await;
            assert_eq!(refused.status, 400, "{path}?{query}");
            let expected = [("query", pointer, "unknown")];
            assert_eq!(refused.violations(), expected, "{path}?{query}");
        }
    }
}
