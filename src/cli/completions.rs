//! `orgd completions`.

use clap::{Args, CommandFactory};
use clap_complete::Shell;
use serde_json::Value;

use super::{Cli, Output};

/// `orgd completions`.
#[derive(Debug, Args)]
pub struct CompletionsCommand {
    /// The shell
    shell: Shell,
}

impl CompletionsCommand {
    pub fn run(&self) -> Output {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "orgd", &mut script);
        let script = String::from_utf8_lossy(&script);
        Output::new(script.trim_end(), Value::Null)
    }
}
