//! The command line: parse and run.

use std::process::ExitCode;

use clap::Parser;

#[tokio::main]
async fn main() -> ExitCode {
    match __CRATE__::cli::run(__CRATE__::cli::Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("__NAME__: {error}");
            ExitCode::FAILURE
        }
    }
}
