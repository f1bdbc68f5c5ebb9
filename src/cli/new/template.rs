//! The files of a new project, which are embedded in this program.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::CliError;
use super::crate_name::LOCK;

/// A file of the repository that orgd was built from.
struct File {
    path: &'static str,
    is_program: bool,
    content: &'static str,
}

/// `scaffold/`, whose files get the project's name, and `runtime/` and `codegen/`, which are taken as they are.
const FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/project.rs"));

/// Names every dependency of orgd with its version.
const MANIFEST: &str = include_str!("../../../Cargo.toml");

/// Pins the tools of orgd's own tests.
const TEST_TOOLS: &str = include_str!("../../../tests/tools/requirements.txt");

/// The licenses of `runtime/` and `codegen/`.
const LICENSES: [(&str, &str); 2] = [
    ("LICENSE-APACHE", include_str!("../../../LICENSE-APACHE")),
    ("LICENSE-MIT", include_str!("../../../LICENSE-MIT")),
];

/// Writes the project, except what `codegen/generate` adds.
pub fn write(dir: &Path, name: &str, contract: &str) -> Result<(), CliError> {
    for file in FILES {
        let (path, content) = match file.path.strip_prefix("scaffold/") {
            // Under its own name, git would follow it in orgd's repository.
            Some("gitignore") => (".gitignore", named(file.content, name)),
            Some("Cargo.toml") => ("Cargo.toml", manifest(&named(file.content, name))?),
            Some(path) => (path, named(file.content, name)),
            None => (file.path, of_orgd(file, name)),
        };
        put(&dir.join(path), &content, file.is_program)?;
    }
    for folder in ["codegen", "runtime"] {
        for (license, text) in LICENSES {
            put(&dir.join(folder).join(license), text, false)?;
        }
    }
    put(&dir.join("openapi.yaml"), contract, false)?;
    // The versions that orgd was tested with.
    put(&dir.join("Cargo.lock"), LOCK, false)?;
    put(&dir.join("tests/requirements.txt"), &test_tools(), false)
}

fn put(path: &Path, content: &str, is_program: bool) -> Result<(), CliError> {
    let written = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = written
        .and_then(|()| fs::write(path, content))
        .and_then(|()| {
            let mode = if is_program { 0o755 } else { 0o644 };
            fs::set_permissions(path, fs::Permissions::from_mode(mode))
        });
    written.map_err(|error| format!("{}: {error}", path.display()).into())
}

fn named(content: &str, name: &str) -> String {
    content
        .replace("__NAME__", name)
        .replace("__CRATE__", &name.replace('-', "_"))
}

/// What is orgd's own in `codegen/`, in terms of the new project.
fn of_orgd(file: &File, name: &str) -> String {
    match file.path {
        "codegen/config.yaml" => file.content.replace("orgd-api", &format!("{name}-api")),
        // The formats that orgd's document defines, which `Service::formats` checks.
        "codegen/formats.txt" => file
            .content
            .lines()
            .filter(|line| line.starts_with('#'))
            .map(|line| format!("{line}\n"))
            .collect(),
        _ => file.content.to_owned(),
    }
}

/// The manifest with orgd's versions in it.
fn manifest(template: &str) -> Result<String, CliError> {
    let section = MANIFEST.split("[workspace.dependencies]\n").nth(1);
    let shared = section.and_then(|rest| rest.split("\n\n").next());
    let shared = shared.ok_or("orgd's manifest has no dependencies")?;
    let lines = template.lines().map(|line| match line {
        "__DEPENDENCIES__" => Ok(shared.to_owned()),
        line if line.contains("__VERSION__") => {
            let package = line.split(' ').next().unwrap_or_default();
            let version = version(package).ok_or(format!("orgd does not depend on {package}"))?;
            Ok(line.replace("__VERSION__", version))
        }
        line => Ok(line.to_owned()),
    });
    let lines: Vec<_> = lines.collect::<Result<_, String>>()?;
    Ok(lines.join("\n") + "\n")
}

/// The version of a package that orgd depends on.
fn version(package: &str) -> Option<&'static str> {
    let mut lines = MANIFEST.lines();
    let start = format!("{package} = ");
    lines.find_map(|line| line.strip_prefix(&start)?.split('"').nth(1))
}

/// The pins of what `tests/run` of the project installs.
fn test_tools() -> String {
    let own = ["schemathesis==", "hypothesis==", "jsonschema_rs=="];
    let lines = TEST_TOOLS.lines();
    let pins = lines.filter(|line| own.iter().any(|own| line.starts_with(own)));
    pins.map(|line| format!("{line}\n")).collect()
}
