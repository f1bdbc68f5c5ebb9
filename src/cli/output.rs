//! How results and errors reach the terminal.

use std::error::Error;
use std::fmt::Display;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use serde_json::json;

use super::Output;
use crate::causes::with_causes;

/// Prints the result of a command.
pub fn tell(output: &Output, is_json: bool) -> ExitCode {
    if is_json {
        return print(&output.json);
    }
    let code = print(&output.text);
    if let Some(hint) = &output.hint {
        eprintln!("{hint}");
    }
    code
}

/// Prints to standard output.
pub fn print(output: &impl Display) -> ExitCode {
    let mut stdout = std::io::stdout();
    match writeln!(stdout, "{output}").and_then(|()| stdout.flush()) {
        // It is not an error if the reader, such as `head`, has closed the pipe.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            eprintln!("orgd: cannot write to standard output: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

/// Prints the error and its causes in one line.
pub fn fail(error: &dyn Error, is_json: bool) -> ExitCode {
    let message = with_causes(error).replace('\n', " ");
    match is_json {
        true => print_json_error(&message),
        false => eprintln!("orgd: {message}"),
    }
    ExitCode::FAILURE
}

/// Prints what is wrong with the arguments, or the help or the version that they ask for.
pub fn refuse_usage(error: &clap::Error) -> ExitCode {
    if wants_json() && error.use_stderr() {
        let text = error.render().to_string();
        let message = text.lines().next().unwrap_or_default();
        print_json_error(message.strip_prefix("error: ").unwrap_or(message));
    } else {
        // The exit code tells the caller if this fails.
        let _ = error.print();
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(u8::MAX))
}

/// Returns `true` if an error is to be printed as JSON, although the arguments may not be usable.
pub fn wants_json() -> bool {
    std::env::args_os().any(|argument| argument == "--json")
}

fn print_json_error(message: &str) {
    eprintln!("{}", json!({ "error": { "message": message } }));
}
