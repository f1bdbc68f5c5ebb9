//! The command line: each command as text and as JSON, while a server runs on the same database.

use std::process::Output;
use std::time::Duration;

use regex::Regex;
use rstest_reuse::apply;
use serde_json::{Value, json};
use tokio::process::Command;
use tokio::time::timeout;

use crate::support::{self, PATIENCE, Server, User, each_database, orgd};

mod addresses;

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

/// The single line that a command fails with, with and without `--json`.
async fn failure(server: &Server, line: &str) -> String {
    let as_text = error(command(server, line).output().await.unwrap());
    let as_json = error(command(server, line).arg("--json").output().await.unwrap());
    assert_eq!(as_json, as_text);
    as_text
}

fn error(output: Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(output.stdout, b"");
    let error = String::from_utf8(output.stderr).unwrap();
    let line = error.strip_suffix('\n').unwrap();
    assert!(!line.contains('\n'), "{error}");
    assert!(line.starts_with("orgd: "), "{error}");
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

/// The same rule as for names of organizations, because terminals show these names.
#[apply(each_database)]
async fn names_of_users_and_keys_are_one_line_that_can_be_seen(database: support::Database) {
    let server = Server::start(database).await;
    let ada = server.user("ada").await;
    for name in [" ", "\u{1b}[31mAda", "Ada\nBob", "Ada\u{202e}"] {
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
            let refused = error(server.try_cli(&arguments).await);
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
async fn key_create_shows_a_key_that_works(database: support::Database) {
    let server = Server::start(database).await;
    let ada = server.user("ada").await;
    for who in [&ada.id, "ada@example.com"] {
        let created = told(&server, &format!("key create --user {who} --name ci")).await;
        assert!(string(&created, "id").len() > 4);
        let key = string(&created, "key");
        assert!(key.starts_with("bd_key_"), "{key}");
        assert_eq!(status(&ada, key).await, 200);
    }
    let created = text(&server, "key create --user ada@example.com").await;
    let key = found("bd_key_[A-Za-z0-9]+", &created);
    assert_eq!(status(&ada, &key).await, 200);
    let unknown = failure(&server, "key create --user nobody@example.com").await;
    assert!(unknown.contains("nobody@example.com"), "{unknown}");
}

#[apply(each_database)]
async fn a_key_expires_when_it_is_told_to(database: support::Database) {
    let server = Server::start(database).await;
    let ada = server.user("ada").await;
    let create = format!("key create --user {} --expires-in", ada.id);
    let lasting = told(&server, &format!("{create} 90d")).await;
    assert_eq!(status(&ada, string(&lasting, "key")).await, 200);
    let short = told(&server, &format!("{create} 1s")).await;
    let expired = async {
        while status(&ada, string(&short, "key")).await != 401 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let expired = timeout(PATIENCE, expired).await;
    expired.expect("the key does not expire");
    for (lifetime, told) in [
        ("0s", "between 1s and 3653d"),
        ("100y", "such as 90d"),
        ("soon", "--expires-in"),
    ] {
        let refused = command(&server, &format!("{create} {lifetime}")).output();
        let refused = refused.await.unwrap();
        assert_eq!(refused.status.code(), Some(2), "{refused:?}");
        let error = String::from_utf8(refused.stderr).unwrap();
        assert!(error.contains(told), "{error}");
    }
}

#[apply(each_database)]
async fn key_list_never_shows_a_key(database: support::Database) {
    let server = Server::start(database).await;
    let ada = server.user("ada").await;
    let create = format!("key create --user {} --name ci --expires-in 90d", ada.id);
    let created = told(&server, &create).await;
    let (id, key) = (string(&created, "id"), string(&created, "key"));
    let as_json = told(&server, "key list").await;
    let keys = as_json["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 2);
    let entry = keys.iter().find(|entry| entry["id"] == id).unwrap();
    assert_eq!(entry["userId"], ada.id);
    assert_eq!(entry["name"], "ci");
    assert!(entry["expiresAt"].is_string());
    assert_eq!(entry["revokedAt"], Value::Null);
    let as_text = text(&server, "key list").await;
    let line = as_text.lines().find(|line| line.contains(id)).unwrap();
    assert!(line.contains(&ada.id) && line.contains("ci"), "{line}");
    for key in [key, &ada.credential] {
        let secret = key.strip_prefix("bd_key_").unwrap();
        assert!(!as_text.contains(secret) && !as_json.to_string().contains(secret));
    }
}

#[apply(each_database)]
async fn a_revoked_key_is_refused_at_once(database: support::Database) {
    let server = Server::start(database).await;
    let ada = server.user("ada").await;
    let created = told(&server, "key create --user ada@example.com").await;
    let (id, key) = (string(&created, "id"), string(&created, "key"));
    assert_eq!(status(&ada, key).await, 200);
    let revoked = told(&server, &format!("key revoke {id}")).await;
    assert_eq!(string(&revoked, "id"), id);
    assert_eq!(status(&ada, key).await, 401);
    assert_eq!(status(&ada, &ada.credential).await, 200, "the other key");
    let list = text(&server, "key list").await;
    let line = list.lines().find(|line| line.contains(id)).unwrap();
    assert!(line.contains("revoked"), "{line}");
    assert!(
        text(&server, &format!("key revoke {id}"))
            .await
            .contains(id)
    );
    let unknown = failure(&server, "key revoke key_none").await;
    assert!(unknown.contains("key_none"), "{unknown}");
}

#[apply(each_database)]
async fn token_create_tells_a_token_that_works(database: support::Database) {
    let server = Server::start(database).await;
    let ada = server.user("ada").await;
    for who in [&ada.id, "ada@example.com"] {
        let created = told(&server, &format!("token create --user {who}")).await;
        assert_eq!(status(&ada, string(&created, "token")).await, 200);
    }
    let create = "token create --user ada@example.com --expires-in";
    let token = text(&server, &format!("{create} 15m")).await;
    assert_eq!(
        token.split('.').count(),
        3,
        "nothing but the token: {token}"
    );
    assert_eq!(status(&ada, token.trim_end()).await, 200);
    let failed = failure(&server, "token create --user nobody@example.com").await;
    assert!(failed.contains("nobody@example.com"), "{failed}");
}

#[apply(each_database)]
async fn member_set_changes_the_role_at_once(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let id = owner.organization("acme-corp").await;
    let path = format!("/api/v1/organizations/{id}");
    let ada = server.user("ada").await;
    assert_eq!(ada.get(&path).await.status, 403);
    let set = |role: &str| {
        format!(
            "member set --organization {id} --user {} --role {role}",
            ada.id
        )
    };
    for (role, read, update) in [
        ("viewer", 200, 403),
        ("admin", 200, 200),
        ("member", 200, 403),
    ] {
        let done = told(&server, &set(role)).await;
        assert_eq!(done["role"], role);
        assert_eq!(ada.get(&path).await.status, read, "{role}");
        let updated = ada.patch(&path, json!({ "name": role })).await;
        assert_eq!(updated.status, update, "{role}");
    }
    let done = text(&server, &set("owner").replace(&ada.id, "ada@example.com")).await;
    assert!(done.contains("owner"), "{done}");
    assert_eq!(ada.delete(&path).await.status, 200);
}

#[apply(each_database)]
async fn member_set_refuses_what_does_not_exist(database: support::Database) {
    let server = Server::start(database).await;
    let owner = server.user("owner").await;
    let id = owner.organization("acme-corp").await;
    let set = |organization: &str, user: &str, role: &str| {
        format!("member set --organization {organization} --user {user} --role {role}")
    };
    let failed = failure(&server, &set("org_none", &owner.id, "admin")).await;
    assert!(failed.contains("org_none"), "{failed}");
    let failed = failure(&server, &set(&id, "nobody@example.com", "admin")).await;
    assert!(failed.contains("nobody@example.com"), "{failed}");
    let god = command(&server, &set(&id, &owner.id, "god")).output().await;
    assert_eq!(god.unwrap().status.code(), Some(2), "no usage of roles");
    owner.delete(&format!("/api/v1/organizations/{id}")).await;
    failure(&server, &set(&id, &owner.id, "admin")).await;
}

#[apply(each_database)]
async fn migrate_can_be_repeated_and_comes_first_everywhere(database: support::Database) {
    let server = Server::start(database).await;
    assert_eq!(text(&server, "migrate").await.lines().count(), 1);
    assert!(told(&server, "migrate").await.is_object());
    let storage = database.create().await;
    let create = ["user", "create", "--email", "ada@example.com"];
    let mut first = orgd(&create);
    first.args(["--database-url", &storage.url]);
    assert_eq!(first.output().await.unwrap().status.code(), Some(0));
}

/// Every command documents its usage, and so does every subcommand and option that it lists.
#[tokio::test]
async fn help_is_everywhere() {
    let mut commands = vec![String::new()];
    let mut seen = Vec::new();
    while let Some(line) = commands.pop() {
        let mut help = orgd(&line.split_whitespace().collect::<Vec<_>>());
        let output = help.arg("--help").output().await.unwrap();
        assert_eq!(output.status.code(), Some(0), "{line}");
        let help = String::from_utf8(output.stdout).unwrap();
        assert!(help.contains("Usage: orgd"), "{line}");
        let listed = help.split_once("Commands:\n").map_or("", |(_, rest)| rest);
        let listed = listed.lines().take_while(|entry| !entry.is_empty());
        let names = listed.map(|entry| entry.split_whitespace().next().unwrap());
        commands.extend(
            names
                .filter(|name| *name != "help")
                .map(|name| format!("{line} {name}")),
        );
        seen.push(line);
    }
    let leaves = [
        "serve",
        "user create",
        "key create",
        "key list",
        "key revoke",
        "token create",
    ];
    for command in leaves
        .into_iter()
        .chain(["member set", "openapi", "migrate"])
    {
        assert!(
            seen.contains(&format!(" {command}")),
            "{command} in {seen:?}"
        );
    }
}

/// `orgd openapi`, whose output goes to the file.
async fn openapi_to(file: impl Into<std::process::Stdio>) -> Output {
    let mut command = orgd(&["openapi"]);
    command.stdout(file).stderr(std::process::Stdio::piped());
    command.spawn().unwrap().wait_with_output().await.unwrap()
}

#[tokio::test]
async fn output_that_cannot_be_written_is_a_failure() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    let error = error(openapi_to(full.unwrap()).await);
    assert!(error.contains("standard output"), "{error}");
}

#[tokio::test]
async fn a_reader_who_has_seen_enough_is_no_failure() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = openapi_to(writer).await;
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(output.stderr, b"");
}
