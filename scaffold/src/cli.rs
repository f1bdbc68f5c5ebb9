//! The command line: commands and settings.

use std::error::Error;
use std::io::{self, IsTerminal};

use clap::{Args, Parser, Subcommand};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use crate::app::App;
use crate::auth::Access;
use crate::http;
use crate::store::Store;

/// Serves the API of openapi.yaml.
#[derive(Debug, Parser)]
#[command(version, after_help = ENVIRONMENT)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

const ENVIRONMENT: &str = "Read from the environment alone:
  API_TOKENS  the credentials that are valid, as NAME=SECRET,NAME=SECRET; without it, none is
  RUST_LOG    what is logged, such as RUST_LOG=debug";

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API, migrating the database first
    Serve(Serve),
}

#[derive(Debug, Args)]
struct Serve {
    /// The address to listen on
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:8080")]
    listen: String,
    /// sqlite://FILE or postgres://USER:PASSWORD@HOST/DATABASE
    #[arg(
        long,
        env = "DATABASE_URL",
        hide_env_values = true,
        default_value = "sqlite://__NAME__.db"
    )]
    database_url: String,
    /// Accept any well-formed credential: for tests, never where others can reach the server
    #[arg(long)]
    insecure_any_credential: bool,
}

/// Runs the command.
///
/// # Errors
/// When a setting is not valid, or what it names cannot be reached.
pub async fn run(cli: Cli) -> Result<(), Box<dyn Error>> {
    let Command::Serve(settings) = cli.command;
    start_log()?;
    let access = match settings.insecure_any_credential {
        true => Access::AnyCredential,
        false => Access::from_environment()?,
    };
    access.warn();
    let store = Store::open(&settings.database_url)?;
    store.migrate().await?;
    let listener = TcpListener::bind(&settings.listen)
        .await
        .map_err(|error| format!("cannot listen on {}: {error}", settings.listen))?;
    let address = listener.local_addr()?;
    tracing::info!("listening on http://{address}, Swagger UI at http://{address}/docs/");
    http::serve(listener, http::router(App::new(store, access))).await?;
    Ok(())
}

fn start_log() -> Result<(), Box<dyn Error>> {
    let filter = match std::env::var("RUST_LOG") {
        Ok(filter) if !filter.is_empty() => EnvFilter::try_new(&filter)
            .map_err(|error| format!("RUST_LOG={filter}: {error}"))?,
        _ => EnvFilter::new("info"),
    };
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr)
        .init();
    Ok(())
}
