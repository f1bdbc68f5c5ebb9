//! The configuration file, and secrets in files.

use std::path::PathBuf;
use std::sync::Arc;

use regex::Regex;
use rstest::rstest;
use rstest_reuse::apply;
use serde_json::Value;
use tempfile::TempDir;

use super::{error, status, string};
use crate::support::{self, Database, JWT_SECRET, SECRET_KEY, Server, each_database, orgd};

/// A folder with a file of this text.
fn file(text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

/// A flag counts more than the environment, which counts more than the file.
#[rstest]
#[case(None, None, "/")]
#[case(Some("https://file.example"), None, "https://file.example")]
#[case(Some(""), None, "/")]
#[case(
    Some("https://file.example"),
    Some("https://env.example"),
    "https://env.example"
)]
#[case(Some("https://file.example"), Some(""), "/")]
#[tokio::test]
async fn the_nearest_setting_counts(
    #[case] in_file: Option<&str>,
    #[case] in_environment: Option<&str>,
    #[case] expected: &str,
) {
    let text = in_file.map(|url| format!("public-url = {url:?}\n"));
    let (_folder, path) = file(&text.unwrap_or_default());
    let run = async |flags: &[&str]| {
        let mut command = orgd(&["openapi", "--format", "json"]);
        command.args(flags).env("ORGD_CONFIG", &path);
        if let Some(url) = in_environment {
            command.env("ORGD_PUBLIC_URL", url);
        }
        let output = command.output().await.unwrap();
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        document["servers"][0]["url"].as_str().unwrap().to_owned()
    };
    assert_eq!(run(&[]).await, expected);
    let by_flag = run(&["--public-url", "https://flag.example"]).await;
    assert_eq!(by_flag, "https://flag.example");
}

#[rstest]
#[case::a_typo("lisen = \"x\"", "there is no setting lisen: did you mean listen?")]
#[case::an_underscore("tls_cert = \"x\"", "did you mean tls-cert?")]
#[case::nonsense("flux-capacitor = 1", "there is no setting flux-capacitor")]
#[case::a_table("[listen]\nport = 1", "listen must be a string")]
#[case::no_toml("listen = \n", "line 1")]
#[tokio::test]
async fn an_unusable_file_is_refused(#[case] text: &str, #[case] expected: &str) {
    let (_folder, path) = file(text);
    let path = path.to_str().unwrap();
    let refused = error(orgd(&["serve", "--config", path]).output().await.unwrap());
    assert!(refused.contains(expected), "{refused}");
    assert!(refused.contains(path), "{refused}");
    let absent = format!("{path}.absent");
    let absent = ["migrate", "--config", &absent];
    let refused = error(orgd(&absent).output().await.unwrap());
    assert!(refused.contains(absent[2]), "{refused}");
}

#[rstest]
#[case("header-timeout = \"soon\"", "--header-timeout")]
#[case("max-connections = 0", "--max-connections")]
#[case("tls-cert = \"cert.pem\"", "--tls-key")]
#[case("allow-insecure-origins = \"maybe\"", "--allow-insecure-origins")]
#[tokio::test]
async fn a_value_in_the_file_is_checked_as_a_flag_is(#[case] text: &str, #[case] flag: &str) {
    let (_folder, path) = file(text);
    let output = orgd(&["serve", "--config", path.to_str().unwrap()]).output();
    let output = output.await.unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains(flag), "{told}");
}

/// The text that a command prints.
async fn printed(arguments: &[&str]) -> String {
    let output = orgd(arguments).output().await.unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The example with its settings, which are commented out.
async fn example() -> String {
    let commented = Regex::new("(?m)^#([a-z-]+ = )").unwrap();
    let example = printed(&["config", "example"]).await;
    commented.replace_all(&example, "$1").into_owned()
}

#[tokio::test]
async fn the_example_covers_every_setting() {
    let help = printed(&["serve", "--help"]).await;
    let listed = Regex::new(r"(?m)^ +--([a-z-]+)\b").unwrap();
    let listed = listed.captures_iter(&help).map(|found| found[1].to_owned());
    let no_settings = ["config", "demo", "help"];
    let mut listed: Vec<_> = listed
        .filter(|name| !no_settings.contains(&name.as_str()))
        .collect();
    listed.sort();
    let example = example().await;
    let setting = Regex::new("(?m)^([a-z-]+) = ").unwrap();
    let found = setting.captures_iter(&example);
    let mut found: Vec<_> = found.map(|found| found[1].to_owned()).collect();
    found.sort();
    assert_eq!(found, listed);
}

#[apply(each_database)]
async fn a_server_runs_with_the_example(database: support::Database) {
    let storage = Arc::new(database.create().await);
    let listen = Regex::new("(?m)^listen = .*").unwrap();
    let url = Regex::new("(?m)^database-url = .*").unwrap();
    let format = Regex::new("(?m)^log-format = .*").unwrap();
    let proxies = Regex::new("(?m)^trusted-proxies = .*").unwrap();
    let example = example().await;
    let example = listen.replace(&example, "listen = \"127.0.0.1:0\"");
    let example = url.replace(&example, format!("database-url = {:?}", storage.url));
    let example = format.replace(&example, "log-format = \"json\"");
    let lists = "trusted-proxies = [\"10.0.0.0/8\", \"192.0.2.1\"]";
    let example = proxies.replace(&example, lists);
    let (_folder, path) = file(&example);
    let mut command = orgd(&["serve"]);
    command.env_remove("ORGD_LOG_FORMAT");
    command.env("ORGD_CONFIG", &path);
    let server = Server::spawn(storage, command).await;
    let ada = server.user("ada").await;
    assert_eq!(status(&ada, &ada.credential).await, 200);
}

#[apply(each_database)]
async fn secrets_are_read_from_the_files_that_are_named(database: support::Database) {
    let storage = Arc::new(database.create().await);
    let (_one, jwt_secret) = file(&format!("{JWT_SECRET}\n"));
    let (_two, secret_key) = file(&format!("{SECRET_KEY}\r\n"));
    let (_three, url) = file(&storage.url);
    let mut command = orgd(&["serve", "--listen", "127.0.0.1:0"]);
    command
        .env_remove("ORGD_JWT_SECRET")
        .env_remove("ORGD_SECRET_KEY")
        .env("ORGD_JWT_SECRET_FILE", &jwt_secret)
        .env("ORGD_SECRET_KEY_FILE", &secret_key)
        .env("DATABASE_URL_FILE", &url);
    let server = Server::spawn(storage, command).await;
    let ada = server.user("ada").await;
    let token = server.cli(&["token", "create", "--user", &ada.id]).await;
    assert_eq!(status(&ada, string(&token, "token")).await, 200);
}

#[rstest]
#[case("ORGD_JWT_SECRET")]
#[case("ORGD_SECRET_KEY")]
#[case("DATABASE_URL")]
#[case("DATABASE_READ_URL")]
#[tokio::test]
async fn a_secret_is_not_given_twice(#[case] variable: &str) {
    let storage = Database::Sqlite.create().await;
    let (_folder, path) = file("postgres://localhost/a_secret_of_32_bytes_and_more");
    let mut command = orgd(&["serve", "--listen", "127.0.0.1:0"]);
    command.env("DATABASE_URL", &storage.url);
    command.env(variable, "postgres://localhost/another_secret_of_32_bytes");
    command.env(format!("{variable}_FILE"), &path);
    let refused = error(command.output().await.unwrap());
    assert!(refused.contains("are both set"), "{refused}");
    assert!(!refused.contains("secret_of"), "{refused}");
    let absent = path.with_extension("absent");
    let mut command = orgd(&["serve", "--listen", "127.0.0.1:0"]);
    command.env_remove(variable);
    command.env(format!("{variable}_FILE"), &absent);
    let refused = error(command.output().await.unwrap());
    assert!(refused.contains(absent.to_str().unwrap()), "{refused}");
}

#[tokio::test]
async fn a_flag_counts_more_than_a_file_with_a_url() {
    let storage = Database::Sqlite.create().await;
    let (_folder, path) = file("sqlite:///nowhere/orgd.db");
    let mut command = orgd(&["migrate", "--database-url", &storage.url]);
    command.env("DATABASE_URL_FILE", &path);
    assert_eq!(command.output().await.unwrap().status.code(), Some(0));
}
