//! The progress of long commands.

use indicatif::{ProgressBar, ProgressStyle};

use super::CliError;

/// A progress bar on standard error, hidden unless that is a terminal. `counts` shows how far the command is.
///
/// # Errors
/// When the template is not valid.
pub fn bar(counts: &str) -> Result<ProgressBar, CliError> {
    let style = ProgressStyle::with_template(&format!("{{bar:40}} {counts} {{eta}}"))?;
    Ok(ProgressBar::no_length().with_style(style))
}

/// Shows how much of all is done.
pub fn show(bar: &ProgressBar, done: u64, all: u64) {
    bar.set_length(all);
    bar.set_position(done);
}
