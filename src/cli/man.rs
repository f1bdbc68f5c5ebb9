//! `orgd man`.

use std::path::PathBuf;

use clap::{Args, CommandFactory};
use clap_mangen::Man;
use serde_json::Value;

use super::{Cli, CliError, Output};

/// `orgd man`.
#[derive(Debug, Args)]
pub struct ManCommand {
    /// Write the manual pages of all commands into this folder, which must exist
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
}

impl ManCommand {
    pub fn run(&self) -> Result<Output, CliError> {
        let Some(dir) = &self.dir else {
            let mut page = Vec::new();
            Man::new(Cli::command()).render(&mut page)?;
            return Ok(Output::new(
                String::from_utf8(page)?.trim_end(),
                Value::Null,
            ));
        };
        clap_mangen::generate_to(Cli::command(), dir)
            .map_err(|error| format!("{}: {error}", dir.display()))?;
        Ok(Output::new(
            format!("Wrote the manual pages into {}.", dir.display()),
            Value::Null,
        ))
    }
}
