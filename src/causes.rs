//! The causes of an error, for logs and the command line.

use std::error::Error;
use std::iter;

/// Returns the error and its causes in one line, from the error down to the root cause.
pub fn with_causes(error: &dyn Error) -> String {
    let causes = iter::successors(Some(error), |error| (*error).source());
    let mut causes: Vec<_> = causes.map(ToString::to_string).collect();
    // Some errors repeat their cause.
    causes.dedup_by(|cause, error| error.ends_with(cause.as_str()));
    causes.join(": ")
}
