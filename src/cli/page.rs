//! Long lists, a page at a time.

use clap::Args;

use crate::domain::Page;

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

/// The ID that `--after` takes for the next page, if there is one.
pub fn next<'a, T>(page: &'a Page<T>, id: impl Fn(&'a T) -> &'a str) -> Option<&'a str> {
    page.items.last().filter(|_| page.has_more).map(id)
}

/// Tells people that there are more.
pub fn hint(next: Option<&str>) -> Option<String> {
    next.map(|id| format!("There are more: --after {id}"))
}
