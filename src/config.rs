//! Settings from flags, the environment, files with secrets and the key file. Invalid values are refused at startup.

use std::env;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use thiserror::Error;

use crate::auth::token::TokenSettings;
use crate::crypto::vault::Vault;
use crate::domain::organization::origin::PlainHttp;
use crate::public_url::{PublicUrl, PublicUrlError};

pub mod cors;
mod database;
mod key_file;
pub mod limits;
pub mod proxies;
pub mod rate_limits;
pub mod secrets;
pub mod tls;

use cors::CorsConfig;
pub use database::OpenConfig;
pub use key_file::{IfAbsent, KeyFileError, end_rotation, start_rotation};
use limits::LimitsConfig;
use proxies::ProxiesConfig;
use rate_limits::RateLimitsConfig;
use secrets::{SecretError, secret};
use tls::TlsConfig;

/// The environment variable that holds the master key.
const SECRET_KEY: &str = "ORGD_SECRET_KEY";

/// The environment variable that holds the second master key.
const SECOND_SECRET_KEY: &str = "ORGD_SECOND_SECRET_KEY";

/// The environment variable that holds the shared secret of the tokens.
const JWT_SECRET: &str = "ORGD_JWT_SECRET";

/// The file with settings. The command line reads it before it parses the arguments, and this only documents the flag.
#[derive(Debug, Clone, Args)]
pub struct FileConfig {
    /// A file with settings in TOML: see `orgd config example`
    #[arg(long, env = "ORGD_CONFIG", value_name = "FILE", global = true)]
    config: Option<PathBuf>,
}

/// The database.
#[derive(Debug, Clone, Args)]
pub struct DatabaseConfig {
    /// The database: sqlite://file, sqlite:///absolute/file or postgres://…
    #[arg(
        long,
        env = "DATABASE_URL",
        default_value = "sqlite://orgd.db",
        hide_env_values = true,
        global = true
    )]
    pub database_url: String,
}

/// The claims that tokens must have, in addition to those that identify the user.
#[derive(Debug, Clone, Args)]
pub struct TokenConfig {
    /// The issuer (`iss`) that tokens must have; any issuer if not set
    #[arg(long, env = "ORGD_JWT_ISSUER")]
    pub jwt_issuer: Option<String>,
    /// The audience (`aud`) that tokens must have; any audience if not set
    #[arg(long, env = "ORGD_JWT_AUDIENCE")]
    pub jwt_audience: Option<String>,
    /// The maximum lifetime of tokens, such as 24h; unlimited if not set
    #[arg(long, env = "ORGD_JWT_MAX_LIFETIME", value_parser = humantime::parse_duration)]
    pub jwt_max_lifetime: Option<Duration>,
}

/// The URL under which clients reach the server.
#[derive(Debug, Clone, Args)]
pub struct PublicUrlConfig {
    /// The URL under which clients reach the server, such as `https://example.com/orgs`; relative if not set
    #[arg(long, env = "ORGD_PUBLIC_URL")]
    pub public_url: Option<String>,
}

/// The settings of `orgd serve`.
#[derive(Debug, Clone, Args)]
pub struct ServeConfig {
    /// A replica of the PostgreSQL database, for reads that may lag behind the writes of other callers
    #[arg(long, env = "DATABASE_READ_URL", hide_env_values = true)]
    pub database_read_url: Option<String>,
    /// How the database is opened.
    #[command(flatten)]
    pub open: OpenConfig,
    /// The address and port to listen on
    #[arg(long, env = "ORGD_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: String,
    /// The address and port on which to serve metrics for Prometheus at `/metrics`; none if not set
    #[arg(long, env = "ORGD_METRICS_LISTEN")]
    pub metrics_listen: Option<String>,
    /// The format of the log
    #[arg(long, env = "ORGD_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
    /// The URL under which clients reach the server.
    #[command(flatten)]
    pub public_url: PublicUrlConfig,
    /// The claims that tokens must have.
    #[command(flatten)]
    pub tokens: TokenConfig,
    /// How far the clocks of those who sign tokens may differ from the server's
    #[arg(long, env = "ORGD_JWT_LEEWAY", value_parser = humantime::parse_duration, default_value = "30s")]
    pub jwt_leeway: Duration,
    /// Allow origins with plain http on every host, such as `http://intranet`; only on localhost if not set
    #[arg(long, env = "ORGD_ALLOW_INSECURE_ORIGINS", value_parser = switch)]
    pub allow_insecure_origins: bool,
    /// Limits on connections and requests.
    #[command(flatten)]
    pub limits: LimitsConfig,
    /// Limits on the number of requests.
    #[command(flatten)]
    pub rate_limits: RateLimitsConfig,
    /// The proxies in front of the server.
    #[command(flatten)]
    pub proxies: ProxiesConfig,
    /// The web pages that may call the server from a browser.
    #[command(flatten)]
    pub cors: CorsConfig,
    /// The certificate of the server.
    #[command(flatten)]
    pub tls: TlsConfig,
    /// How long the server still accepts connections after SIGTERM, while `/readyz` answers 503
    #[arg(long, env = "ORGD_SHUTDOWN_DELAY", value_parser = humantime::parse_duration, default_value = "0s")]
    pub shutdown_delay: Duration,
}

/// The format of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// One line of text for each event
    Text,
    /// One JSON object for each event
    Json,
}

/// The reason for which a setting is refused.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// A secret is not usable.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// There is no key file with PostgreSQL, so the master key must be set.
    #[error(
        "{SECRET_KEY} is not set: PostgreSQL requires it; use at least {} random bytes",
        Vault::MIN_KEY
    )]
    NoSecretKey,
    /// The key file is lost, shared or damaged.
    #[error(transparent)]
    KeyFile(#[from] KeyFileError),
    /// The public URL is not valid.
    #[error("the public URL (ORGD_PUBLIC_URL) {0}")]
    PublicUrl(#[from] PublicUrlError),
}

impl DatabaseConfig {
    /// The vault of this database. Its key comes from `ORGD_SECRET_KEY` or, with SQLite, from the key file next to
    /// the database. A second key comes from `ORGD_SECOND_SECRET_KEY` or the second key file.
    ///
    /// # Errors
    /// [`ConfigError`] if the key is missing or too short, or if the key file cannot be used.
    pub fn vault(&self, if_absent: IfAbsent) -> Result<Vault, ConfigError> {
        let second = secret(SECOND_SECRET_KEY, Vault::MIN_KEY)?;
        let (key, second) = match (secret(SECRET_KEY, Vault::MIN_KEY)?, self.key_file()) {
            (Some(key), _) => (key, second),
            (None, Some(path)) => {
                let key = key_file::read(&path, if_absent)?;
                (
                    key,
                    second.map_or_else(|| key_file::read_second(&path), |key| Ok(Some(key)))?,
                )
            }
            (None, None) => return Err(ConfigError::NoSecretKey),
        };
        let vault = Vault::new(key.as_bytes());
        Ok(match second {
            Some(second) => vault.with_second(Vault::new(second.as_bytes())),
            None => vault,
        })
    }

    /// The key file, if the database is SQLite.
    pub fn key_file(&self) -> Option<PathBuf> {
        let path = self.database_url.strip_prefix("sqlite://")?;
        Some(format!("{path}.key").into())
    }
}

impl ServeConfig {
    /// The hosts that may use plain `http`.
    pub fn plain_http(&self) -> PlainHttp {
        match self.allow_insecure_origins {
            true => PlainHttp::Anywhere,
            false => PlainHttp::Local,
        }
    }

    /// The address for metrics, if they are served.
    pub fn metrics_listen(&self) -> Option<&str> {
        let address = self.metrics_listen.as_deref();
        address.filter(|address| !address.is_empty())
    }

    /// The URL of the replica, if there is one.
    pub fn read_url(&self) -> Option<&str> {
        let url = self.database_read_url.as_deref();
        url.filter(|url| !url.is_empty())
    }
}

/// Reads a switch from the environment. An empty value is the same as none, and a possible typo is an error.
fn switch(value: &str) -> Result<bool, &'static str> {
    match value.to_ascii_lowercase().as_str() {
        "" | "0" | "false" | "no" | "off" => Ok(false),
        "1" | "true" | "yes" | "on" => Ok(true),
        _ => Err("must be true or false"),
    }
}

impl PublicUrlConfig {
    /// The public URL, if there is one.
    ///
    /// # Errors
    /// [`ConfigError`] if it is not valid.
    pub fn get(&self) -> Result<Option<PublicUrl>, ConfigError> {
        let given = self.public_url.as_deref().filter(|url| !url.is_empty());
        Ok(given.map(str::parse).transpose()?)
    }
}

impl TokenConfig {
    /// The settings of tokens. Tokens are signed with `ORGD_JWT_SECRET` or, if that is not set, with a key that is
    /// derived from the master key, which must exist.
    ///
    /// # Errors
    /// As [`DatabaseConfig::vault`].
    pub fn settings(&self, database: &DatabaseConfig) -> Result<TokenSettings, ConfigError> {
        let (secret, second) = match secret(JWT_SECRET, TokenSettings::MIN_SECRET)? {
            Some(secret) => (secret.into_bytes(), None),
            None => {
                let vault = database.vault(IfAbsent::Refuse)?;
                let derive = |vault: &Vault| vault.derive("tokens").to_vec();
                (derive(&vault), vault.second().map(derive))
            }
        };
        let given = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
        Ok(TokenSettings::new(
            secret,
            second,
            given(&self.jwt_issuer),
            given(&self.jwt_audience),
            self.jwt_max_lifetime,
        ))
    }
}

/// Returns `true` if the master key is in `ORGD_SECRET_KEY`, and not in a key file.
pub fn has_secret_key() -> bool {
    is_given(SECRET_KEY)
}

/// Returns `true` if tokens are signed with `ORGD_JWT_SECRET`, and not with a derived key.
pub fn has_jwt_secret() -> bool {
    is_given(JWT_SECRET)
}

/// Whether a secret is in the environment, or in a file that the environment names.
fn is_given(name: &str) -> bool {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    is_set(name) || is_set(&format!("{name}_FILE"))
}

/// Checks the secrets in the environment before they are used.
///
/// # Errors
/// [`ConfigError`] if a secret is too short or not UTF-8.
pub fn check_secrets() -> Result<(), ConfigError> {
    secret(SECRET_KEY, Vault::MIN_KEY)?;
    secret(SECOND_SECRET_KEY, Vault::MIN_KEY)?;
    secret(JWT_SECRET, TokenSettings::MIN_SECRET)?;
    Ok(())
}
