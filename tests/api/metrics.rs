//! Metrics for Prometheus.

use std::collections::BTreeSet;
use std::sync::Arc;

use regex::Regex;
use rstest_reuse::apply;
use serde_json::Value;

use crate::support::{self, Database, Server, each_database};

const ORGANIZATIONS: &str = "/api/v1/users/me/organizations";

/// A server with metrics, and their URL.
async fn measured(database: Database) -> (Server, String) {
    let storage = Arc::new(database.create().await);
    let flags = ["--metrics-listen", "127.0.0.1:0"];
    let server = Server::on(storage, &flags).await;
    let log = server
        .log_until(|log| log.contains("metrics_address"))
        .await;
    let entries = log.lines().map(serde_json::from_str::<Value>);
    let address = entries
        .flatten()
        .find_map(|entry| Some(entry["metrics_address"].as_str()?.to_owned()));
    let url = format!("http://{}/metrics", address.unwrap());
    (server, url)
}

async fn scrape(url: &str) -> String {
    let response = reqwest::get(url).await.unwrap();
    assert_eq!(response.status(), 200);
    let media_type = response.headers()["content-type"].to_str().unwrap();
    assert!(media_type.starts_with("application/openmetrics-text"));
    let text = response.text().await.unwrap();
    assert!(text.ends_with("# EOF\n"), "{text}");
    text
}

/// The value of a metric with these labels.
fn value(text: &str, metric: &str, labels: &[&str]) -> f64 {
    let lines = text.lines().filter(|line| line.starts_with(metric));
    let mut lines = lines.filter(|line| labels.iter().all(|label| line.contains(label)));
    let line = lines
        .next()
        .unwrap_or_else(|| panic!("no {metric} with {labels:?} in {text}"));
    line.rsplit(' ').next().unwrap().parse().unwrap()
}

#[apply(each_database)]
async fn requests_and_failures_are_counted(database: support::Database) {
    let (server, url) = measured(database).await;
    let ada = server.user("ada").await;
    let none = "/api/v1/organizations/org_none";
    for _ in 0..3 {
        assert_eq!(ada.get(none).await.status, 404);
    }
    let invalid = ada.with("bd_key_invalid");
    assert_eq!(invalid.get(ORGANIZATIONS).await.status, 401);
    assert_eq!(ada.get("/made/up").await.status, 404);
    server.storage.execute("DROP TABLE memberships").await;
    assert_eq!(ada.get(ORGANIZATIONS).await.status, 500);
    let text = scrape(&url).await;
    let count = "orgd_http_request_duration_seconds_count";
    let route = "route=\"/api/v1/organizations/{orgId}\"";
    let labels = [route, "method=\"GET\"", "status=\"404\""];
    assert_eq!(value(&text, count, &labels), 3.0);
    let nowhere = ["route=\"\"", "status=\"404\""];
    assert_eq!(value(&text, count, &nowhere), 1.0);
    assert!(!text.contains("made/up") && !text.contains("org_none"));
    let failures = |reason: &str| value(&text, "orgd_failures_total", &[reason]);
    assert_eq!(failures("authentication"), 1.0);
    assert_eq!(failures("database"), 1.0);
    assert_eq!(value(&text, "orgd_log_dropped_lines_total", &[]), 0.0);
    let version = format!("version=\"{}\"", env!("CARGO_PKG_VERSION"));
    assert_eq!(value(&text, "orgd_build_info", &[&version]), 1.0);
    let queue = match database {
        Database::Sqlite => "queue=\"sqlite_writer\"",
        Database::Postgres => "queue=\"postgres_pool\"",
    };
    assert_eq!(value(&text, "orgd_database_waiting", &[queue]), 0.0);
}

#[tokio::test]
async fn metrics_are_on_their_own_listener_alone() {
    let (server, url) = measured(Database::Sqlite).await;
    assert_eq!(server.stranger().get("/metrics").await.status, 404);
    let other = url.replace("/metrics", "/readyz");
    assert_eq!(reqwest::get(other).await.unwrap().status(), 404);
    let plain = Server::start(Database::Sqlite).await;
    assert!(!plain.log().contains("metrics"));
}

/// The names that a server exports or, for a document, speaks of.
fn names(text: &str) -> BTreeSet<String> {
    let name = Regex::new(r"\borgd_[a-z_]+\b").unwrap();
    name.find_iter(text)
        .map(|found| found.as_str().to_owned())
        .collect()
}

#[apply(each_database)]
async fn the_dashboard_and_the_documentation_name_what_is_exported(database: support::Database) {
    let (server, url) = measured(database).await;
    let ada = server.user("ada").await;
    let invalid = ada.with("bd_key_invalid");
    assert_eq!(invalid.get(ORGANIZATIONS).await.status, 401);
    let exported = names(&scrape(&url).await);
    let dashboard: Value =
        serde_json::from_str(include_str!("../../packaging/grafana/orgd.json")).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let targets = panels
        .iter()
        .flat_map(|panel| panel["targets"].as_array().unwrap());
    let queries: Vec<_> = targets
        .map(|target| target["expr"].as_str().unwrap())
        .collect();
    for query in queries {
        let used = names(query);
        assert_eq!(used.len(), 1, "{query}");
        let used = used.iter().next().unwrap();
        // SQLite has no pool.
        let is_exported = exported.contains(used) || used == "orgd_database_pool_connections";
        assert!(is_exported, "{used} is not in {exported:?}");
    }
    let documented = names(include_str!("../../docs/operations.md"));
    let part = Regex::new("_(bucket|count|sum)$").unwrap();
    for name in &exported {
        let base = part.replace(name, "").into_owned();
        let is_documented = documented.contains(&base)
            || documented.contains(&format!("{base}_total"))
            || documented.contains(&format!("{base}_info"));
        assert!(is_documented, "{name} is not in {documented:?}");
    }
}
