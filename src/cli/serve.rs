//! `orgd serve`.

use clap::Args;
use tokio_util::sync::CancellationToken;

use super::{CliError, demo, open_vault, print};
use crate::app::{App, Operator};
use crate::config::{self, DatabaseConfig, FileConfig, ServeConfig};
use crate::http::client_address::TrustedProxies;
use crate::http::metrics::{self, Metrics};
use crate::http::tls::Tls;
use crate::http::{router, server};
use crate::log::Log;
use crate::rate_limits::RateLimits;

/// `orgd serve`.
#[derive(Debug, Args)]
pub struct ServeCommand {
    #[command(flatten)]
    _file: FileConfig,
    #[command(flatten)]
    database: DatabaseConfig,
    #[command(flatten)]
    config: ServeConfig,
    /// Create a demo user, key, token and organization, and print requests to try
    #[arg(long)]
    demo: bool,
}

impl ServeCommand {
    pub async fn run(&self) -> Result<(), CliError> {
        serve(&self.database, &self.config, self.demo).await
    }
}

async fn serve(
    database: &DatabaseConfig,
    config: &ServeConfig,
    with_demo: bool,
) -> Result<(), CliError> {
    config::check_secrets()?;
    let public_url = config.public_url.get()?;
    let log = Log::start(config.log_format)?;
    tokio::spawn(log.report());
    let tls = Tls::open(&config.tls)?;
    let (listener, address) = server::listen(&config.listen).await?;
    let url = &database.database_url;
    let operator = Operator::open_to_serve(url, config.read_url(), &config.open).await?;
    let vault = open_vault(&operator, database).await?;
    let tokens = config.tokens.settings(database)?;
    let verifier = tokens.verifier(config.jwt_leeway);
    let rate_limits = RateLimits::new(&config.rate_limits);
    let app = App::new(operator, vault, verifier, rate_limits, config.plain_http());
    let scheme = if tls.is_some() { "https" } else { "http" };
    if with_demo {
        print(&demo::text(
            &app.prepare_demo(&tokens).await?,
            scheme,
            address,
        ));
    }
    let metrics = match config.metrics_listen() {
        Some(address) => Some(serve_metrics(address, &app, &log).await?),
        None => None,
    };
    let leaving = CancellationToken::new();
    let router = router(
        app,
        public_url.as_ref(),
        &config.limits,
        &config.cors,
        leaving.clone(),
        metrics,
    );
    let options = server::Options {
        leaving,
        shutdown_delay: config.shutdown_delay,
        limits: config.limits.clone(),
        proxies: TrustedProxies::new(&config.proxies),
        tls,
    };
    server::serve(listener, router, options).await?;
    Ok(())
}

async fn serve_metrics(address: &str, app: &App, log: &Log) -> Result<Metrics, CliError> {
    let (listener, metrics_address) = server::listen(address).await?;
    tracing::info!(%metrics_address, "serving metrics");
    let metrics = Metrics::default();
    let serving = metrics::serve(listener, metrics.clone(), app.clone(), log.dropped_lines());
    tokio::spawn(async move {
        if let Err(error) = serving.await {
            tracing::error!(%error, "cannot serve metrics any more");
        }
    });
    Ok(metrics)
}
