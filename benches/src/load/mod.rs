//! Bulk loading of organizations, with a progress bar.

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use crate::Failure;
use crate::database::{Database, Url};

mod postgres;
mod sqlite;

#[derive(Args)]
pub struct Load {
    #[command(flatten)]
    database: Url,
    /// The number of organizations to load
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    organizations: u64,
}

impl Load {
    pub fn run(self) -> Result<(), Failure> {
        let style = "{msg:13} {wide_bar} {human_pos}/{human_len} {per_sec} {eta}";
        let bar =
            ProgressBar::new(self.organizations).with_style(ProgressStyle::with_template(style)?);
        match self.database.open()? {
            Database::Sqlite(connection) => sqlite::load(connection, self.organizations, &bar)?,
            Database::Postgres(client) => postgres::load(client, self.organizations, &bar)?,
        }
        bar.finish_and_clear();
        Ok(())
    }
}
