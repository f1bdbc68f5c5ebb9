//! The sum of all versions, which shows whether every acknowledged update is in the database.

use clap::Args;

use crate::Failure;
use crate::database::{Database, Url};

#[derive(Args)]
pub struct Versions {
    #[command(flatten)]
    database: Url,
}

const SUM: &str = "SELECT CAST(sum(version) AS bigint) FROM organizations";

impl Versions {
    pub fn run(self) -> Result<(), Failure> {
        let sum: i64 = match self.database.open()? {
            Database::Sqlite(connection) => connection.query_row(SUM, [], |row| row.get(0))?,
            Database::Postgres(mut client) => client.query_one(SUM, &[])?.try_get(0)?,
        };
        println!("{sum}");
        Ok(())
    }
}
