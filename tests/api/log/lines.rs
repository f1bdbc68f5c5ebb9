//! The line about each request, as `docs/operations.md` describes it.

use std::process::Stdio;
use std::sync::Arc;

use reqwest::Method;
use rstest_reuse::apply;
use serde_json::{Map, Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::time::timeout;

use crate::support::{self, Database, PATIENCE, Server, User, each_database, orgd};

/// Sends a GET under a request id, with more header lines, and returns the line of the log about it.
async fn line(server: &Server, user: &User, path: &str, id: &str, headers: &[&str]) -> Value {
    let name = format!("X-Request-Id: {id}");
    let headers = [&[name.as_str()], headers].concat();
    user.send_raw(Method::GET, path, &headers, b"").await;
    let mark = format!(r#""request_id":"{id}""#);
    let of_request = |line: &&str| line.contains(&mark) && line.contains(r#""message":"answered""#);
    let log = server
        .log_until(|log| log.lines().any(|line| of_request(&line)))
        .await;
    let line = log.lines().find(of_request).unwrap();
    let entry: Map<String, Value> = serde_json::from_str(line).unwrap();
    for (name, value) in &entry {
        let times = line.matches(&format!("\"{name}\":")).count();
        assert_eq!(times, 1, "{name} in {line}");
        assert!(!value.is_object() && !value.is_array(), "{name} in {line}");
    }
    entry.into()
}

fn without_times(mut line: Value) -> Value {
    let line_fields = line.as_object_mut().unwrap();
    assert!(line_fields.remove("timestamp").unwrap().is_string());
    let duration = line_fields.remove("duration_ms").unwrap();
    assert!(duration.as_f64().unwrap() > 0.0, "{duration}");
    line
}

#[apply(each_database)]
async fn a_line_says_who_asked_for_what(database: support::Database) {
    let server = Server::start(database).await;
    let ada = server.user("ada").await;
    let path = "/api/v1/organizations/org_none";
    let agent = ["User-Agent: test/1.0"];
    let expected = |credential: &str| {
        json!({
            "level": "INFO",
            "target": "orgd_runtime::log",
            "message": "answered",
            "name": "request",
            "request_id": credential,
            "method": "GET",
            "path": path,
            "operation": "v1_get_organization",
            "route": "/api/v1/organizations/{orgId}",
            "status": 404,
            "user_id": ada.id,
            "credential": credential,
            "client": "127.0.0.1",
            "user_agent": "test/1.0",
        })
    };
    let by_key = line(&server, &ada, path, "api_key", &agent).await;
    assert_eq!(without_times(by_key), expected("api_key"));
    let token = server.cli(&["token", "create", "--user", &ada.id]).await;
    let ada = ada.with(token["token"].as_str().unwrap());
    let by_token = line(&server, &ada, path, "token", &agent).await;
    assert_eq!(without_times(by_token), expected("token"));
}

#[tokio::test]
async fn a_refused_request_is_named_as_far_as_it_is_known() {
    let server = Server::start(Database::Sqlite).await;
    let ada = server.user("ada").await;
    let bad = line(&server, &ada, "/api/v1/organizations/org.bad", "bad", &[]).await;
    assert_eq!(bad["status"], 400);
    assert_eq!(bad["user_id"], ada.id);
    assert_eq!(bad["operation"], "v1_get_organization");
    let path = "/api/v1/users/me/organizations";
    let stranger = line(&server, &server.stranger(), path, "stranger", &[]).await;
    assert_eq!(stranger["status"], 401);
    assert_eq!(stranger["operation"], "v1_list_organizations");
    let nowhere = line(&server, &ada, "/nowhere", "nowhere", &[]).await;
    assert_eq!(nowhere["status"], 404);
    for (line, absent) in [
        (&stranger, &["user_id", "credential", "user_agent"][..]),
        (&nowhere, &["user_id", "credential", "operation", "route"]),
    ] {
        for name in absent {
            assert_eq!(line.get(name), None, "{line}");
        }
    }
}

#[tokio::test]
async fn the_client_behind_a_trusted_proxy_is_named() {
    let storage = Arc::new(Database::Sqlite.create().await);
    let server = Server::on(storage, &["--trusted-proxies", "127.0.0.1"]).await;
    let stranger = server.stranger();
    let headers = ["X-Forwarded-For: 192.0.2.7"];
    let line = line(&server, &stranger, "/nowhere", "proxied", &headers).await;
    assert_eq!(line["client"], "192.0.2.7");
}

/// What a client sends cannot look like another field or another line.
#[tokio::test]
async fn a_user_agent_stays_one_value() {
    let server = Server::start(Database::Sqlite).await;
    let stranger = server.stranger();
    for (id, agent, logged) in [
        ("quotes", r#"x","status":200,"y":"\n"#, None),
        ("tab", "x\ty\u{85}z", None),
        ("long", &"é".repeat(200), Some("é".repeat(128))),
    ] {
        let header = format!("User-Agent: {agent}");
        let line = line(&server, &stranger, "/nowhere", id, &[&header]).await;
        assert_eq!(line["status"], 404);
        assert_eq!(line["user_agent"], logged.as_deref().unwrap_or(agent));
    }
}

/// The paths that a load balancer and a browser ask for again and again, and then another one.
const PATHS: [&str; 5] = [
    "/healthz",
    "/readyz",
    "/docs/",
    "/docs/swagger-ui.css",
    "/api-docs/v1.json",
];

/// The paths that the log of a server with this filter names.
async fn logged_paths(filter: &str) -> Vec<String> {
    let storage = Arc::new(Database::Sqlite.create().await);
    let mut command = orgd(&["serve", "--listen", "127.0.0.1:0"]);
    command.env("DATABASE_URL", &storage.url);
    command.env("RUST_LOG", filter);
    let server = Server::spawn(storage, command).await;
    for path in PATHS {
        let response = reqwest::get(format!("{}{path}", server.url)).await.unwrap();
        assert!(response.status().is_success(), "{path}");
    }
    let last = |log: &str| log.contains(PATHS[4]);
    let log = server.log_until(last).await;
    let lines = log.lines().filter_map(|line| {
        let entry: Value = serde_json::from_str(line).unwrap();
        Some(entry["path"].as_str()?.to_owned())
    });
    lines.collect()
}

#[tokio::test]
async fn probes_and_the_files_of_the_page_are_told_to_those_who_debug() {
    assert_eq!(logged_paths("info").await, [PATHS[4]]);
    assert_eq!(logged_paths("info,orgd_runtime=debug").await, PATHS);
}

#[tokio::test]
async fn a_line_of_text_has_the_same_fields() {
    let storage = Database::Sqlite.create().await;
    let mut command = orgd(&["serve", "--listen", "127.0.0.1:0"]);
    command
        .env("DATABASE_URL", &storage.url)
        .env("ORGD_LOG_FORMAT", "text");
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut next = async |part: &str| loop {
        let line = timeout(PATIENCE, log.next_line()).await.unwrap().unwrap();
        let line = line.unwrap();
        if line.contains(part) {
            break line;
        }
    };
    let listening = next("address=").await;
    let address = listening.rsplit("address=").next().unwrap();
    let client = reqwest::Client::new();
    let request = client.get(format!("http://{address}/nowhere"));
    let request = request
        .header("x-request-id", "one")
        .header("user-agent", r#"x" status=200 \"#);
    request.send().await.unwrap();
    let line = next("answered").await;
    for field in [
        " INFO ",
        r#"request{request_id="one" method=GET path="/nowhere"}"#,
        "status=404",
        "client=127.0.0.1",
        r#"user_agent="x\" status=200 \\""#,
    ] {
        assert!(line.contains(field), "no {field} in {line}");
    }
}
