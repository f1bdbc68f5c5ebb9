//! `orgd serve`.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use super::{CliError, open};
use crate::app::App;
use crate::auth::vault::Vault;
use crate::config::{DatabaseConfig, LogFormat, ServeConfig};
use crate::http::{router, server};
use crate::store::Store;
use crate::{demo, id};

pub async fn serve(
    database: &DatabaseConfig,
    config: &ServeConfig,
    with_demo: bool,
) -> Result<(), CliError> {
    start_log(config.log_format)?;
    let (listener, address) = server::listen(&config.listen).await?;
    let store = open(database).await?;
    let vault = database.vault()?;
    let tokens = config.tokens.settings(&vault)?;
    check_key(&store, &vault).await?;
    let app = App::new(store, vault, tokens.verifier());
    if with_demo {
        let text = demo::prepare(&app, &tokens, address).await?;
        println!("{text}");
    }
    tracing::info!(%address, node = id::session(), "listening");
    server::serve(listener, router(app)).await?;
    Ok(())
}

/// Refuses a master key other than the one that this database was first served with.
async fn check_key(store: &Store, vault: &Vault) -> Result<(), CliError> {
    store.set_key_check_if_absent(&vault.key_check()?).await?;
    match store.key_check().await? {
        Some(check) if vault.passes(&check) => Ok(()),
        _ => Err("the master key (ORGD_SECRET_KEY, or the key file) is not the one that this database was written with".into()),
    }
}

fn start_log(format: LogFormat) -> Result<(), CliError> {
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
