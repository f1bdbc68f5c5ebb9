//! `orgd serve`.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use super::{CliError, demo, open, print};
use crate::app::{App, Operator};
use crate::config::{self, DatabaseConfig, LogFormat, ServeConfig};
use crate::http::{router, server};

pub async fn serve(
    database: &DatabaseConfig,
    config: &ServeConfig,
    with_demo: bool,
) -> Result<(), CliError> {
    config::check_secrets()?;
    let public_url = config.public_url.get()?;
    start_log(config.log_format)?;
    let (listener, address) = server::listen(&config.listen).await?;
    let operator = match config.read_url() {
        Some(url) => Operator::open_with_replica(&database.database_url, url).await?,
        None => open(database).await?,
    };
    let vault = database.vault()?;
    let tokens = config.tokens.settings(database)?;
    operator.check_master_key(&vault).await?;
    let verifier = tokens.verifier(config.jwt_leeway);
    let app = App::new(operator, vault, verifier, config.plain_http());
    if with_demo {
        print(&demo::text(&app.prepare_demo(&tokens).await?, address));
    }
    tracing::info!(%address, "listening");
    server::serve(listener, router(app, public_url.as_ref())).await?;
    Ok(())
}

/// Starts the log, filtered by `RUST_LOG`.
///
/// # Errors
/// When the filter is not valid.
pub fn start_log(format: LogFormat) -> Result<(), CliError> {
    let filter = EnvFilter::try_from_default_env().or_else(|error| {
        match std::env::var_os("RUST_LOG").is_some_and(|filter| !filter.is_empty()) {
            true => Err(format!("RUST_LOG: {error}")),
            false => Ok(EnvFilter::new("info")),
        }
    })?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().try_init(),
    }
}
