//! The command line. Results go to standard output, the log and errors to standard error.

use std::error::Error;
use std::fmt::Display;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use serde_json::Value;

use crate::app::Operator;
use crate::causes::with_causes;
use crate::config::{DatabaseConfig, IfAbsent, ServeConfig};
use crate::crypto::vault::Vault;

mod audit;
mod backup;
mod demo;
mod key;
mod lifetime;
mod member;
mod migrate;
mod new;
mod openapi;
mod serve;
mod token;
mod user;

/// An organization API: two published surfaces for the same organizations.
#[derive(Debug, Parser)]
#[command(version, after_help = SECRETS)]
pub struct Cli {
    #[command(flatten)]
    database: DatabaseConfig,
    /// Print one JSON object instead of text
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

const SECRETS: &str = "Secrets are read from the environment only:
  ORGD_SECRET_KEY  the master key, at least 32 bytes; if not set, SQLite uses a key file
  ORGD_JWT_SECRET  the shared secret of the tokens, at least 32 bytes; derived from the master key if not set
RUST_LOG sets the log level or filter, such as RUST_LOG=debug or RUST_LOG=orgd=warn.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Migrate the database and serve the API
    Serve {
        #[command(flatten)]
        config: Box<ServeConfig>,
        /// Create a demo user, key, token and organization, and print requests to try
        #[arg(long)]
        demo: bool,
    },
    /// Manage users
    #[command(subcommand)]
    User(user::UserCommand),
    /// Manage API keys
    #[command(subcommand)]
    Key(key::KeyCommand),
    /// Manage tokens
    #[command(subcommand)]
    Token(token::TokenCommand),
    /// Manage the members of organizations
    #[command(subcommand)]
    Member(member::MemberCommand),
    /// Read the audit log
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Create a new project from an OpenAPI document
    New(new::NewCommand),
    /// Print the contract
    Openapi(openapi::OpenapiCommand),
    /// Copy a SQLite database to a new file, also while a server runs on it
    Backup(backup::BackupCommand),
    /// Migrate the database to the current schema
    Migrate,
}

/// The result of a command: as text, and as one JSON object.
struct Output {
    text: String,
    json: Value,
}

/// The reason for which a command fails.
pub type CliError = Box<dyn Error + Send + Sync>;

/// Runs the command.
pub fn run(cli: Cli) -> ExitCode {
    let is_json = cli.json;
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error),
    };
    match runtime.block_on(execute(cli)) {
        Ok(Some(output)) if is_json => print(&output.json),
        Ok(Some(output)) => print(&output.text),
        Ok(None) => ExitCode::SUCCESS,
        Err(error) => fail(&*error),
    }
}

async fn execute(cli: Cli) -> Result<Option<Output>, CliError> {
    let database = cli.database;
    let output = match cli.command {
        Command::Serve { config, demo } => {
            serve::serve(&database, &config, demo).await?;
            return Ok(None);
        }
        Command::User(command) => command.run(&open(&database).await?).await?,
        Command::Key(command) => command.run(&open(&database).await?).await?,
        Command::Token(command) => command.run(&open(&database).await?, &database).await?,
        Command::Member(command) => command.run(&open(&database).await?).await?,
        Command::Audit(command) => command.run(&open(&database).await?).await?,
        Command::New(command) => command.run().await?,
        Command::Openapi(command) => command.run()?,
        Command::Backup(command) => command.run(&database).await?,
        Command::Migrate => migrate::migrate(&database).await?,
    };
    Ok(Some(output))
}

/// Opens the database and migrates it, so that every command also works on an empty database.
async fn open(database: &DatabaseConfig) -> Result<Operator, CliError> {
    Ok(Operator::open(&database.database_url).await?)
}

/// The vault of the database, whose key is the one with which the database was created.
async fn open_vault(operator: &Operator, database: &DatabaseConfig) -> Result<Vault, CliError> {
    let if_absent = match operator.has_master_key().await? {
        true => IfAbsent::Refuse,
        false => IfAbsent::Create,
    };
    let vault = database.vault(if_absent)?;
    operator.check_master_key(&vault).await?;
    Ok(vault)
}

fn print(output: &impl Display) -> ExitCode {
    use std::io::{ErrorKind, Write};

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
fn fail(error: &dyn Error) -> ExitCode {
    eprintln!("orgd: {}", with_causes(error).replace('\n', " "));
    ExitCode::FAILURE
}
