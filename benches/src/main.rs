//! What the benchmark needs beside orgd: a million organizations in a hurry, and the floors that orgd is
//! measured against. `benches/run` calls it.

use std::error::Error;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod data;
mod database;
mod http_floor;
mod load;
mod sqlite_floor;
mod versions;

/// What makes a command fail.
type Failure = Box<dyn Error + Send + Sync>;

#[derive(Parser)]
#[command(about = "What the benchmark of orgd needs beside orgd")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Fill a database that `orgd migrate` has made
    Load(load::Load),
    /// Serve without a database: the router, the middleware and the JSON of orgd alone
    HttpFloor(http_floor::HttpFloor),
    /// Update and read as fast as SQLite and the disk allow, without a server
    SqliteFloor(sqlite_floor::SqliteFloor),
    /// Print the sum of all versions: it grows by one with every update
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
