//! `orgd serve`.

use std::io::IsTerminal;

use tracing::{Level, Metadata};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use super::{CliError, demo, print};
use crate::app::{App, Operator};
use crate::config::{self, DatabaseConfig, LogFormat, ServeConfig};
use crate::http::client_address::TrustedProxies;
use crate::http::tls::Tls;
use crate::http::{router, server};

pub async fn serve(
    database: &DatabaseConfig,
    config: &ServeConfig,
    with_demo: bool,
) -> Result<(), CliError> {
    config::check_secrets()?;
    let public_url = config.public_url.get()?;
    start_log(config.log_format)?;
    let tls = Tls::open(&config.tls)?;
    let (listener, address) = server::listen(&config.listen).await?;
    let url = &database.database_url;
    let operator = Operator::open_to_serve(url, config.read_url(), &config.open).await?;
    let vault = database.vault()?;
    let tokens = config.tokens.settings(database)?;
    operator.check_master_key(&vault).await?;
    let verifier = tokens.verifier(config.jwt_leeway);
    let app = App::new(operator, vault, verifier, config.plain_http());
    let scheme = if tls.is_some() { "https" } else { "http" };
    if with_demo {
        print(&demo::text(
            &app.prepare_demo(&tokens).await?,
            scheme,
            address,
        ));
    }
    tracing::info!(%address, "listening");
    let router = router(app, public_url.as_ref(), &config.limits, &config.cors);
    let options = server::Options {
        limits: config.limits.clone(),
        proxies: TrustedProxies::new(&config.proxies),
        tls,
    };
    server::serve(listener, router, options).await?;
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
    let is_discreet = filter_fn(is_discreet);
    match format {
        LogFormat::Text => log.finish().with(is_discreet).try_init()?,
        LogFormat::Json => log.json().finish().with(is_discreet).try_init()?,
    }
    Ok(())
}

/// Returns `false` for what must not be logged, whatever `RUST_LOG` says: below warnings, these crates log the values
/// of customers, hashes of keys, and the headers of requests.
fn is_discreet(event: &Metadata<'_>) -> bool {
    let name = event.target().split("::").next().unwrap_or_default();
    let is_indiscreet = ["tokio_postgres", "postgres", "h2"].contains(&name);
    !is_indiscreet || *event.level() <= Level::WARN
}
