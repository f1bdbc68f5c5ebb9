//! Long lists, a page at a time.

use clap::Args;

/// Which page of a list to print.
#[derive(Debug, Args)]
pub struct PageArgs {
    /// The maximum number of entries
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub limit: u32,
    /// Print the entries that follow the one with this ID
    #[arg(long, value_name = "ID")]
    pub after: Option<String>,
}

/// Tells people that there are more, after the one with the ID `next`.
pub fn hint(next: Option<&str>) -> Option<String> {
    next.map(|id| format!("There are more: --after {id}"))
}
