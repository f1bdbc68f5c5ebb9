//! The command line: parse and run.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    orgd::cli::run(orgd::cli::Cli::parse())
}
