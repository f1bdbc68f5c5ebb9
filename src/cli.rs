//! The command line. Results go to standard output, the log and errors to standard error.

use std::error::Error;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use serde_json::Value;

use crate::app::Operator;
use crate::config::{DatabaseConfig, FileConfig, IfAbsent};
use crate::crypto::vault::Vault;
use output::{fail, print, refuse_usage, tell};

mod audit;
mod backup;
mod completions;
mod config;
mod demo;
mod key;
mod lifetime;
mod man;

mod member;
mod migrate;
mod new;
mod openapi;
mod organization;
mod output;
mod page;
mod progress;
mod secrets;
mod serve;
mod settings;
mod table;
mod token;
mod user;

/// An organization API: two published surfaces for the same organizations.
#[derive(Debug, Parser)]
#[command(name = "orgd", version, after_help = SECRETS)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

const SECRETS: &str = "Secrets are read from the environment only:
  ORGD_SECRET_KEY         the master key, at least 32 bytes; if not set, SQLite uses a key file
  ORGD_SECOND_SECRET_KEY  another master key that is accepted, while the key is rotated
  ORGD_JWT_SECRET         the shared secret of the tokens, at least 32 bytes; derived from the master key if not set
With _FILE at the end, these and DATABASE_URL and DATABASE_READ_URL name files with the values.
RUST_LOG sets the log level or filter, such as RUST_LOG=debug or RUST_LOG=orgd=warn.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Migrate the database and serve the API
    Serve(Box<serve::ServeCommand>),
    /// Migrate the database to the current schema; creates it if it does not exist
    Migrate(Managing<NoArguments>),
    /// Copy a SQLite database to a new file, also while a server runs on it
    Backup(Managing<backup::BackupCommand>),
    /// Manage users
    User(Group<user::UserCommand>),
    /// Manage API keys
    Key(Group<key::KeyCommand>),
    /// Manage tokens
    Token(Group<token::TokenCommand>),
    /// Manage organizations
    Organization(Group<organization::OrganizationCommand>),
    /// Manage the members of organizations
    Member(Group<member::MemberCommand>),
    /// Rotate the master key, with which secrets are encrypted
    Secrets(Group<secrets::SecretsCommand>),
    /// Read the audit log
    Audit(Group<audit::AuditCommand>),
    /// Print the contract
    Openapi(openapi::OpenapiCommand),
    /// Create a new project from an OpenAPI document
    New(new::NewCommand),
    /// Show how to configure orgd with a file
    #[command(subcommand)]
    Config(config::ConfigCommand),
    /// Print the completions of a shell
    Completions(completions::CompletionsCommand),
    /// Print the manual page, or write one for every command
    Man(man::ManCommand),
}

/// What the commands take that manage a database.
#[derive(Debug, Args)]
struct ManagingConfig {
    #[command(flatten)]
    _file: FileConfig,
    #[command(flatten)]
    database: DatabaseConfig,
    #[command(flatten)]
    format: Format,
}

/// How a command prints its result or its error.
#[derive(Debug, Args)]
struct Format {
    /// Print one JSON object instead of text, also for an error
    #[arg(long, global = true)]
    json: bool,
}

/// A command that manages a database.
#[derive(Debug, Args)]
struct Managing<C: Args> {
    #[command(flatten)]
    config: ManagingConfig,
    #[command(flatten)]
    command: C,
}

/// Commands that manage a database.
#[derive(Debug, Args)]
struct Group<C: Subcommand> {
    #[command(flatten)]
    config: ManagingConfig,
    #[command(subcommand)]
    command: C,
}

#[derive(Debug, Args)]
struct NoArguments {}

/// The result of a command: as text, and as one JSON object.
struct Output {
    text: String,
    json: Value,
    /// What to tell people besides the text.
    hint: Option<String>,
}

impl Output {
    fn new(text: impl Into<String>, json: Value) -> Self {
        Self {
            text: text.into(),
            json,
            hint: None,
        }
    }
}

/// The reason for which a command fails.
pub type CliError = Box<dyn Error + Send + Sync>;

/// Parses the arguments of the program and runs the command.
pub fn run() -> ExitCode {
    let arguments = std::env::args_os().collect();
    let arguments = match settings::with_files(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return fail(&*error, output::wants_json()),
    };
    let command = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli.command,
        Err(error) => return refuse_usage(&error),
    };
    let is_json = command.is_json();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error, is_json),
    };
    match runtime.block_on(execute(command)) {
        Ok(Some(output)) => tell(&output, is_json),
        Ok(None) => ExitCode::SUCCESS,
        Err(error) => fail(&*error, is_json),
    }
}

impl Command {
    fn is_json(&self) -> bool {
        match self {
            Self::Migrate(Managing { config, .. })
            | Self::Backup(Managing { config, .. })
            | Self::User(Group { config, .. })
            | Self::Key(Group { config, .. })
            | Self::Token(Group { config, .. })
            | Self::Organization(Group { config, .. })
            | Self::Member(Group { config, .. })
            | Self::Secrets(Group { config, .. })
            | Self::Audit(Group { config, .. }) => config.format.json,
            Self::New(command) => command.format.json,
            Self::Serve(_)
            | Self::Openapi(_)
            | Self::Config(_)
            | Self::Completions(_)
            | Self::Man(_) => false,
        }
    }
}

async fn execute(command: Command) -> Result<Option<Output>, CliError> {
    let output = match command {
        Command::Serve(command) => {
            command.run().await?;
            return Ok(None);
        }
        Command::Migrate(Managing { config, .. }) => migrate::migrate(&config.database).await?,
        Command::Backup(Managing { config, command }) => command.run(&config.database).await?,
        Command::User(Group { config, command }) => command.run(&config.open().await?).await?,
        Command::Key(Group { config, command }) => command.run(&config.open().await?).await?,
        Command::Token(Group { config, command }) => {
            command.run(&config.open().await?, &config.database).await?
        }
        Command::Organization(Group { config, command }) => {
            command.run(&config.open().await?).await?
        }
        Command::Member(Group { config, command }) => command.run(&config.open().await?).await?,
        Command::Secrets(Group { config, command }) => {
            command.run(&config.open().await?, &config.database).await?
        }
        Command::Audit(Group { config, command }) => command.run(&config.open().await?).await?,
        Command::Openapi(command) => command.run()?,
        Command::New(command) => command.run().await?,
        Command::Config(command) => command.run()?,
        Command::Completions(command) => command.run(),
        Command::Man(command) => command.run()?,
    };
    Ok(Some(output))
}

impl ManagingConfig {
    /// Opens the database, which must exist and have the current schema.
    async fn open(&self) -> Result<Operator, CliError> {
        Ok(Operator::open(&self.database.database_url).await?)
    }
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
