//! Help, completions and manual pages.

use crate::support::orgd;

/// The output of a command that succeeds.
async fn printed(line: &str) -> String {
    let words: Vec<_> = line.split_whitespace().collect();
    let output = orgd(&words).output().await.unwrap();
    assert_eq!(output.status.code(), Some(0), "{line}: {output:?}");
    assert_eq!(output.stderr, b"", "{line}");
    String::from_utf8(output.stdout).unwrap()
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
    for command in [
        "serve",
        "user create",
        "key create",
        "key list",
        "key revoke",
        "token create",
        "organization list",
        "member set",
        "openapi",
        "migrate",
    ] {
        assert!(
            seen.contains(&format!(" {command}")),
            "{command} in {seen:?}"
        );
    }
}

#[tokio::test]
async fn options_are_listed_where_they_mean_something() {
    for (command, database, json) in [
        ("serve", true, false),
        ("migrate", true, true),
        ("backup", true, true),
        ("user list", true, true),
        ("token create", true, true),
        ("new", false, true),
        ("openapi", false, false),
        ("completions", false, false),
        ("man", false, false),
    ] {
        let help = printed(&format!("{command} --help")).await;
        assert_eq!(help.contains("--database-url"), database, "{command}");
        assert_eq!(help.contains("--json"), json, "{command}");
    }
}

#[tokio::test]
async fn completions_and_manual_pages_name_the_commands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = printed(&format!("completions {shell}")).await;
        assert!(script.contains("trusted-proxies"), "{shell}");
    }
    let page = printed("man").await;
    assert!(page.starts_with(".ie") || page.starts_with(".TH"), "{page}");
    let folder = tempfile::tempdir().unwrap();
    printed(&format!("man --dir {}", folder.path().display())).await;
    for name in ["orgd.1", "orgd-serve.1", "orgd-user-create.1"] {
        assert!(folder.path().join(name).is_file(), "{name}");
    }
}

#[tokio::test]
async fn unusable_arguments_are_told_as_json_to_programs() {
    let output = orgd(&["user", "show", "--json"]).output().await.unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(output.stdout, b"");
    let error: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
    let message = error["error"]["message"].as_str().unwrap();
    assert!(message.contains("required"), "{message}");
}
