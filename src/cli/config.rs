//! `orgd config`.

use clap::{Arg, Command, CommandFactory, Subcommand};
use serde_json::Value;

use super::settings::flags;
use super::{Cli, CliError, Output};

/// `orgd config`.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print a configuration file with every setting, its default and its description
    Example,
}

const INTRODUCTION: &str = "\
# Settings of orgd, for `orgd --config FILE` or ORGD_CONFIG=FILE. Each has a flag of the same name. A flag counts more
# than the environment, and the environment more than this file. An empty value is the same as none.
#
# Secrets are not read from this file: see ORGD_SECRET_KEY and ORGD_JWT_SECRET.
";

impl ConfigCommand {
    pub fn run(&self) -> Result<Output, CliError> {
        let Self::Example = self;
        let mut program = Cli::command();
        program.build();
        let serve = program.find_subcommand("serve");
        let serve = serve.ok_or("there is no command serve")?;
        Ok(Output::new(example(serve).trim_end(), Value::Null))
    }
}

fn example(serve: &Command) -> String {
    let settings = flags(serve).map(|flag| {
        let help = flag.get_help().map(ToString::to_string).unwrap_or_default();
        let variable = flag.get_env().unwrap_or_default().to_string_lossy();
        let name = flag.get_long().unwrap_or_default();
        format!("\n# {help} ({variable})\n#{name} = {}\n", default(flag))
    });
    INTRODUCTION.to_owned() + &settings.collect::<String>()
}

/// The default in TOML.
fn default(flag: &Arg) -> String {
    if !flag.get_action().takes_values() {
        return "false".to_owned();
    }
    if flag.get_value_delimiter().is_some() {
        return "[]".to_owned();
    }
    let default = flag.get_default_values().first();
    let default = default.map(|value| value.to_string_lossy().into_owned());
    match default.unwrap_or_default() {
        number if number.parse::<u64>().is_ok() => number,
        text => format!("{text:?}"),
    }
}
