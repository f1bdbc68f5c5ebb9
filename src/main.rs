//! The command line: parse and run.

use std::process::ExitCode;

fn main() -> ExitCode {
    orgd::cli::run()
}
