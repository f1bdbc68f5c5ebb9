//! The rules of the architecture: which modules may depend on which. The test scans the sources.

#![allow(clippy::unwrap_used, reason = "this is a test")]

use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// A name that must not occur in some modules.
struct Rule {
    name: &'static str,
    forbidden: &'static str,
    applies: fn(&str) -> bool,
}

const RULES: &[Rule] = &[
    Rule {
        name: "no HTTP in what is decided and stored",
        forbidden: r"\b(axum|hyper|http)(_\w+)?::",
        applies: |path| is_in(path, &["domain", "app", "store"]),
    },
    Rule {
        name: "no Diesel outside the store",
        forbidden: r"\bdiesel(_\w+)?\b",
        applies: |path| !is_in(path, &["store"]),
    },
    Rule {
        name: "what translates goes through the use cases",
        forbidden: r"\bstore::",
        applies: |path| is_in(path, &["api", "cli"]),
    },
    Rule {
        name: "the domain knows nothing else of the server",
        forbidden: r"\bcrate::(api|app|auth|cli|config|contract|crypto|error|http|store|surface)\b|\borgd_api\b",
        applies: |path| is_in(path, &["domain"]),
    },
    Rule {
        name: "what decides and stores does not know who asks",
        forbidden: r"\bcrate::(api|cli|http)\b",
        applies: |path| is_in(path, &["domain", "app", "store", "auth", "crypto"]),
    },
];

/// Returns `true` if the path, relative to `src`, belongs to one of the modules.
fn is_in(path: &str, modules: &[&str]) -> bool {
    let module = path.split(['/', '.']).next();
    modules.iter().any(|name| module == Some(name))
}

/// The lines of code that break the rule.
fn breaches(rule: &Rule, path: &str, source: &str) -> Vec<String> {
    let forbidden = Regex::new(rule.forbidden).unwrap();
    let lines = source.lines().enumerate();
    let code = lines.filter(|(_, line)| !line.trim_start().starts_with("//"));
    code.filter(|(_, line)| (rule.applies)(path) && forbidden.is_match(line))
        .map(|(index, line)| format!("src/{path}:{}: {}: {}", index + 1, rule.name, line.trim()))
        .collect()
}

/// The source files in `src` without their unit tests, by their paths relative to it.
fn sources() -> Vec<(String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![src.clone()];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.file_stem().is_some_and(|stem| stem == "tests") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&src).unwrap().display().to_string();
                let source = fs::read_to_string(&path).unwrap();
                let code = source.split("#[cfg(test)]\nmod tests {").next();
                sources.push((name, code.unwrap().to_owned()));
            }
        }
    }
    sources
}

#[test]
fn the_sources_keep_the_rules() {
    let sources = sources();
    let files = sources.iter();
    let breaches: Vec<_> = files
        .flat_map(|(path, source)| {
            RULES
                .iter()
                .flat_map(move |rule| breaches(rule, path, source))
        })
        .collect();
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

/// A rule that applies to nothing or finds nothing would always pass.
#[test]
fn each_rule_finds_its_breach() {
    let sources = sources();
    for (rule, line, path) in [
        (
            &RULES[0],
            "use axum::http::HeaderMap;",
            "app/organizations.rs",
        ),
        (&RULES[1], "use diesel::prelude::*;", "app.rs"),
        (&RULES[2], "use crate::store::Store;", "cli/user.rs"),
        (&RULES[3], "use crate::error::Error;", "domain/user.rs"),
        (&RULES[4], "use crate::http::failure::Failure;", "store.rs"),
    ] {
        assert!(sources.iter().any(|(name, _)| name == path), "{path}");
        assert_eq!(breaches(rule, path, line).len(), 1, "{}", rule.name);
        assert!(breaches(rule, path, &format!("// {line}")).is_empty());
    }
}

/// The threat model is only worth something if the tests and the files that it names exist.
#[test]
fn the_threat_model_names_what_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = fs::read_to_string(root.join("docs/security.md")).unwrap();
    let tests = files(&root.join("tests/api"));
    let tests: Vec<_> = tests
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let quoted = Regex::new("`([^`]+)`").unwrap();
    let mut named = 0;
    for name in quoted
        .captures_iter(&document)
        .map(|quote| quote[1].to_owned())
    {
        if name.contains('/') && !name.starts_with('/') {
            assert!(root.join(&name).exists(), "{name} does not exist");
        } else if name.matches('_').count() >= 3 && name.to_lowercase() == name {
            let definition = format!("fn {name}(");
            let exists = tests.iter().any(|text| text.contains(&definition));
            assert!(exists, "no test has the name {name}");
            named += 1;
        }
    }
    assert!(named > 20, "only {named} tests are named");
}

/// All files in the folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let nested = entries.map(|path| match path.is_dir() {
        true => files(&path),
        false => vec![path],
    });
    nested.flatten().collect()
}
