//! `orgd new`: a new project from an OpenAPI document.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use clap::Args;
use serde_json::json;
use tokio::process::Command;
use tokio::signal::unix::{SignalKind, signal};

use super::{CliError, Format, Output};

mod crate_name;
mod template;

/// The programs that `codegen/generate` and the new project need.
const PROGRAMS: [&str; 5] = ["bash", "cargo", "flock", "python3", "rustfmt"];

#[derive(Debug, Args)]
pub struct NewCommand {
    /// The project's folder, which must be empty or absent
    dir: PathBuf,
    /// The OpenAPI document, 3.0 or 3.1, in YAML or JSON
    #[arg(long, value_name = "FILE")]
    contract: PathBuf,
    /// The crate's name [default: the folder's]
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    pub(super) format: Format,
}

impl NewCommand {
    pub async fn run(&self) -> Result<Output, CliError> {
        let name = self.name()?;
        let contract = fs::canonicalize(&self.contract)
            .and_then(|path| fs::read_to_string(&path).map(|text| (path, text)));
        let (path, text) =
            contract.map_err(|error| format!("{}: {error}", self.contract.display()))?;
        require_programs()?;
        let folder = Folder::create(&self.dir)?;
        template::write(&self.dir, &name, &text)?;
        // As Ctrl-C would end this process before it could remove the folder.
        let (mut interrupt, mut terminate) = (
            signal(SignalKind::interrupt())?,
            signal(SignalKind::terminate())?,
        );
        tokio::select! {
            generated = generate(&self.dir, &name, &path) => generated?,
            _ = interrupt.recv() => return Err("interrupted".into()),
            _ = terminate.recv() => return Err("terminated".into()),
        }
        folder.keep();
        let dir = self.dir.display();
        let commands = [
            format!("cd {dir} && cargo run -- serve"),
            format!("cd {dir} && tests/run"),
        ];
        let text = format!(
            "Created {name} in {dir}. Next:\n  {}",
            commands.join("\n  ")
        );
        let json = json!({ "name": name, "folder": self.dir, "next": commands });
        Ok(Output::new(text, json))
    }

    fn name(&self) -> Result<String, CliError> {
        let name = match &self.name {
            Some(name) => name.clone(),
            None => {
                let folder = std::path::absolute(&self.dir)?;
                let name = folder.file_name().map(|name| name.to_string_lossy());
                name.unwrap_or_default().into_owned()
            }
        };
        crate_name::check(&name).map_err(|why| match self.name {
            Some(_) => format!("--name {name}: {why}"),
            None => format!("the folder's name cannot be the crate's: {why}; name it with --name"),
        })?;
        Ok(name)
    }
}

/// Fails where the search path lacks a program.
fn require_programs() -> Result<(), CliError> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_missing = |program: &&&str| {
        let mut folders = std::env::split_paths(&path);
        !folders.any(|folder| folder.join(**program).is_file())
    };
    let missing: Vec<_> = PROGRAMS.iter().filter(is_missing).copied().collect();
    match missing.is_empty() {
        true => Ok(()),
        false => Err(format!(
            "orgd new needs {}; PATH lacks {}",
            PROGRAMS.join(", "),
            missing.join(", ")
        )
        .into()),
    }
}

/// Generates the code of the new project, and the methods that answer 501.
async fn generate(dir: &Path, name: &str, contract: &Path) -> Result<(), CliError> {
    let crate_name = format!("{}_api", name.replace('-', "_"));
    let mut command = Command::new("codegen/generate");
    command
        .args(["--stubs", &crate_name, "src/api"])
        .arg(contract);
    run(dir, command).await?;
    // The name decides how lines break and in which order imports stand.
    cargo(dir, &["fmt"]).await?;
    // Removes the packages that only orgd needs from the lock file, and adds the project's own.
    cargo(dir, &["update", "--workspace", "--quiet"]).await
}

async fn cargo(dir: &Path, arguments: &[&str]) -> Result<(), CliError> {
    let mut command = Command::new("cargo");
    command.args(arguments);
    run(dir, command).await
}

async fn run(dir: &Path, mut command: Command) -> Result<(), CliError> {
    let program = command.as_std().get_program().to_owned();
    let failed = |why: String| format!("{} failed: {why}", program.to_string_lossy());
    let status = command
        .current_dir(dir)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .status()
        .await
        .map_err(|error| failed(error.to_string()))?;
    match status.success() {
        true => Ok(()),
        false => Err(failed(status.to_string()).into()),
    }
}

/// The project's folder, which is removed unless it is kept.
struct Folder<'p> {
    path: &'p Path,
    was_there: bool,
    is_kept: bool,
}

impl<'p> Folder<'p> {
    fn create(path: &'p Path) -> Result<Self, CliError> {
        let named = |error| format!("{}: {error}", path.display());
        let was_there = path.exists();
        if was_there && fs::read_dir(path).map_err(named)?.next().is_some() {
            return Err(format!("{} exists and is not empty", path.display()).into());
        }
        fs::create_dir_all(path).map_err(named)?;
        Ok(Self {
            path,
            was_there,
            is_kept: false,
        })
    }

    fn keep(mut self) {
        self.is_kept = true;
    }
}

impl Drop for Folder<'_> {
    fn drop(&mut self) {
        if self.is_kept {
            return;
        }
        // What cannot be removed is there to be seen, and the error that led here counts.
        let _ = fs::remove_dir_all(self.path);
        if self.was_there {
            let _ = fs::create_dir(self.path);
        }
    }
}
