//! The command line: each command as text and as JSON, while a server runs on the same database.

use std::process::Output;

use regex::Regex;
use rstest_reuse::apply;
use serde_json::{Value, json};
use tokio::process::Command;

use crate::support::{self, Server, User, each_database, orgd};

mod addresses;
mod help;
mod keys;
mod lists;
mod members;
mod missing;
mod organizations;
mod output;
mod settings;

const ORGANIZATIONS: &str = "/api/v1/users/me/organizations";

/// A command on the server's database.
fn command(server: &Server, line: &str) -> Command {
    let words: Vec<_> = line.split_whitespace().collect();
    let mut command = orgd(&words);
    command.env("DATABASE_URL", &server.storage.url);
    command
}

/// The output of a command with `--json`.
async fn told(server: &Server, line: &str) -> Value {
    let text = text(server, &format!("{line} --json")).await;
    assert_eq!(text.lines().count(), 1, "{text}");
    serde_json::from_str(&text).unwrap()
}

/// The output of a command without `--json`.
async fn text(server: &Server, line: &str) -> String {
    let output = command(server, line).output().await.unwrap();
    assert_eq!(output.status.code(), Some(0), "{line}: {output:?}");
    assert_eq!(output.stderr, b"", "{line}");
    String::from_utf8(output.stdout).unwrap()
}

/// The single line that a command fails with. With `--json`, it is an object with the same text.
async fn failure(server: &Server, line: &str) -> String {
    let as_text = error(command(server, line).output().await.unwrap());
    let as_json = json_error(command(server, line).arg("--json").output().await.unwrap());
    assert_eq!(format!("orgd: {as_json}"), as_text);
    as_text
}

fn error(output: Output) -> String {
    let line = line_of_failure(output);
    assert!(line.starts_with("orgd: "), "{line}");
    line
}

/// The text of an error that is printed as JSON.
fn json_error(output: Output) -> String {
    let error: Value = serde_json::from_str(&line_of_failure(output)).unwrap();
    let message = string(&error["error"], "message").to_owned();
    assert_eq!(error, json!({ "error": { "message": message } }));
    message
}

fn line_of_failure(output: Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(output.stdout, b"");
    let error = String::from_utf8(output.stderr).unwrap();
    let line = error.strip_suffix('\n').unwrap();
    assert!(!line.contains('\n'), "{error}");
    line.to_owned()
}

fn found(pattern: &str, text: &str) -> String {
    let found = Regex::new(pattern).unwrap().find(text);
    let found = found.unwrap_or_else(|| panic!("no {pattern} in {text}"));
    found.as_str().to_owned()
}

fn string<'a>(value: &'a Value, member: &str) -> &'a str {
    let text = value[member].as_str();
    text.unwrap_or_else(|| panic!("no {member} in {value}"))
}

/// The server's response to a caller with the credential.
async fn status(user: &User, credential: &str) -> u16 {
    let answer = user.with(credential).get(ORGANIZATIONS).await;
    answer.status.as_u16()
}

#[apply(each_database)]
async fn user_create_tells_the_user(database: support::Database) {
    let server = Server::start(database).await;
    let ada = told(&server, "user create --email ada@example.com --name Ada").await;
    let id = string(&ada, "id");
    assert!(id.starts_with("usr_"), "{id}");
    let expected = json!({ "id": id, "email": "ada@example.com", "name": "Ada" });
    assert_eq!(ada, expected);
    let bob = told(&server, "user create --email bob@example.com --id crm|4711").await;
    let expected = json!({ "id": "crm|4711", "email": "bob@example.com", "name": null });
    assert_eq!(bob, expected);
    let eve = text(&server, "user create --email eve@example.com").await;
    assert!(eve.contains("eve@example.com"), "{eve}");
    let id = found("usr_[a-z0-9]+", &eve);
    told(&server, &format!("key create --user {id}")).await;
}

#[apply(each_database)]
async fn user_create_refuses_what_is_taken_or_makes_no_sense(database: support::Database) {
    let server = Server::start(database).await;
    told(&server, "user create --email ada@example.com --id ada").await;
    let same_email = failure(&server, "user create --email ada@example.com").await;
    assert!(same_email.contains("already"), "{same_email}");
    let same_id = failure(&server, "user create --email bob@example.com --id ada").await;
    assert!(same_id.contains("already"), "{same_id}");
    let no_email = failure(&server, "user create --email ada").await;
    assert!(no_email.contains("\"ada\" is not an e-mail address"));
    for id in ["ä", &"x".repeat(129)] {
        let create = format!("user create --email bob@example.com --id {id}");
        let no_id = failure(&server, &create).await;
        assert!(no_id.contains("ID must"), "{no_id}");
    }
    // Check that nothing was created.
    failure(&server, "key create --user bob@example.com").await;
    told(&server, "user create --email bob@example.com").await;
}

/// The same rule and bound as for names of organizations in the contract, because terminals show these names.
#[apply(each_database)]
async fn names_of_users_and_keys_are_one_line_that_can_be_seen(database: support::Database) {
    let server = Server::start(database).await;
    let ada = server.user("ada").await;
    let long = "n".repeat(101);
    for name in ["", " ", "\u{1b}[31mAda", "Ada\nBob", "Ada\u{202e}", &long] {
        for arguments in [
            [
                "user",
                "create",
                "--email",
                "bob@example.com",
                "--name",
                name,
            ],
            ["key", "create", "--user", &ada.id, "--name", name],
        ] {
            let refused = json_error(server.try_cli(&arguments).await);
            assert!(refused.contains("the name must"), "{refused}");
        }
    }
}

#[apply(each_database)]
async fn a_deactivated_user_is_refused_at_once(database: support::Database) {
    let server = Server::start(database).await;
    let ada = server.user("ada").await;
    assert_eq!(status(&ada, &ada.credential).await, 200);
    let done = text(&server, "user deactivate ada@example.com").await;
    assert!(done.contains(&ada.id), "{done}");
    assert_eq!(status(&ada, &ada.credential).await, 401);
    failure(&server, "user deactivate nobody@example.com").await;
}

#[apply(each_database)]
async fn migrate_can_be_repeated(database: support::Database) {
    let server = Server::start(database).await;
    assert_eq!(text(&server, "migrate").await.lines().count(), 1);
    assert!(told(&server, "migrate").await.is_object());
}
