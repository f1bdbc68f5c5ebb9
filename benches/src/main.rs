//! Tools of the benchmark: bulk loading of organizations, and the floors that orgd is compared with.
//! `benches/run` calls them.

use std::error::Error;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod data;
mod database;
mod http_floor;
mod load;
mod sqlite_floor;
mod versions;

/// The error of a command.
type Failure = Box<dyn Error + Send + Sync>;

#[derive(Parser)]
#[command(about = "Tools of the benchmark of orgd")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Fill a database that `orgd migrate` has created
    Load(load::Load),
    /// Serve without a database: only the router, the middleware and the JSON of orgd
    HttpFloor(http_floor::HttpFloor),
    /// Update and read as fast as SQLite and the disk allow, without a server
    SqliteFloor(sqlite_floor::SqliteFloor),
    /// Print the sum of all versions, which every update increases by one
    Versions(versions::Versions),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Load(load) => load.run(),
        Command::HttpFloor(floor) => floor.run(),
        Command::SqliteFloor(floor) => floor.run(),
        Command::Versions(versions) => versions.run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("orgd-bench: {error}");
            ExitCode::FAILURE
        }
    }
}
