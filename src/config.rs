//! Settings from flags, environment and key file. Wrong values are refused at the start.

use std::env;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use rand::distr::{Alphanumeric, SampleString};
use thiserror::Error;
use uuid::Uuid;

use crate::auth::token::TokenSettings;
use crate::crypto::vault::Vault;
use crate::domain::organization::origin::PlainHttp;
use crate::public_url::{PublicUrl, PublicUrlError};

/// The environment variable that holds the master key.
const SECRET_KEY: &str = "ORGD_SECRET_KEY";

/// The environment variable that holds the shared secret of the tokens.
const JWT_SECRET: &str = "ORGD_JWT_SECRET";

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

/// The claims that tokens must have beside those that name their user.
#[derive(Debug, Clone, Args)]
pub struct TokenConfig {
    /// The issuer (`iss`) that tokens must name; any without this
    #[arg(long, env = "ORGD_JWT_ISSUER")]
    pub jwt_issuer: Option<String>,
    /// The audience (`aud`) that tokens must name; any without this
    #[arg(long, env = "ORGD_JWT_AUDIENCE")]
    pub jwt_audience: Option<String>,
}

/// The URL that clients reach the server under.
#[derive(Debug, Clone, Args)]
pub struct PublicUrlConfig {
    /// The URL that the server is reached under, such as `https://example.com/orgs`; where its documents are, without this
    #[arg(long, env = "ORGD_PUBLIC_URL")]
    pub public_url: Option<String>,
}

/// The settings of `orgd serve`.
#[derive(Debug, Clone, Args)]
pub struct ServeConfig {
    /// A replica of a PostgreSQL database, for reads that may lag behind what others write; none without this
    #[arg(long, env = "DATABASE_READ_URL", hide_env_values = true)]
    pub database_read_url: Option<String>,
    /// The address and port to listen on
    #[arg(long, env = "ORGD_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: String,
    /// How the log is written
    #[arg(long, env = "ORGD_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
    /// Where the server is reached from outside.
    #[command(flatten)]
    pub public_url: PublicUrlConfig,
    /// The claims that tokens must have.
    #[command(flatten)]
    pub tokens: TokenConfig,
    /// By how much the clocks of those who sign tokens may differ from this one's
    #[arg(long, env = "ORGD_JWT_LEEWAY", value_parser = humantime::parse_duration, default_value = "30s")]
    pub jwt_leeway: Duration,
    /// Allow origins with plain http on every host, such as `http://intranet`; on localhost alone without this
    #[arg(long, env = "ORGD_ALLOW_INSECURE_ORIGINS", value_parser = switch)]
    pub allow_insecure_origins: bool,
}

/// The format of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// One line of text an event
    Text,
    /// One JSON object an event
    Json,
}

/// Why a setting is refused.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// A secret has too few bytes.
    #[error("{name} is too short: it needs at least {min} bytes")]
    TooShort {
        /// The setting.
        name: &'static str,
        /// The least number of bytes.
        min: usize,
    },
    /// A secret is not UTF-8.
    #[error("{0} is not UTF-8")]
    NotUtf8(&'static str),
    /// PostgreSQL has no key file beside it, so the master key must be set.
    #[error(
        "{SECRET_KEY} is not set: with PostgreSQL it has to be, to at least {} bytes that nobody can guess",
        Vault::MIN_KEY
    )]
    NoSecretKey,
    /// The key file cannot be read or written.
    #[error("the key file {path}: {source}", path = .path.display())]
    KeyFile {
        /// The key file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The public URL is not valid.
    #[error("the public URL (ORGD_PUBLIC_URL) {0}")]
    PublicUrl(#[from] PublicUrlError),
}

impl DatabaseConfig {
    /// The vault of this database: its key comes from `ORGD_SECRET_KEY` or, with SQLite, from the key
    /// file beside the database, which is made where there is none.
    ///
    /// # Errors
    /// [`ConfigError`] for a short key, none, or an unreadable key file.
    pub fn vault(&self) -> Result<Vault, ConfigError> {
        let key = match (secret(SECRET_KEY, Vault::MIN_KEY)?, self.key_file()) {
            (Some(key), _) => key,
            (None, Some(path)) => key_in_file(&path)?,
            (None, None) => return Err(ConfigError::NoSecretKey),
        };
        Ok(Vault::new(key.as_bytes()))
    }

    fn key_file(&self) -> Option<PathBuf> {
        let path = self.database_url.strip_prefix("sqlite://")?;
        Some(format!("{path}.key").into())
    }
}

impl ServeConfig {
    /// Which origins may have plain `http`.
    pub fn plain_http(&self) -> PlainHttp {
        match self.allow_insecure_origins {
            true => PlainHttp::Anywhere,
            false => PlainHttp::Local,
        }
    }

    /// The URL of the replica, if there is one.
    pub fn read_url(&self) -> Option<&str> {
        let url = self.database_read_url.as_deref();
        url.filter(|url| !url.is_empty())
    }
}

/// Reads a switch from the environment; empty is the same as unset, and what could be a typo is neither.
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
    /// [`ConfigError`] for one that is not valid.
    pub fn get(&self) -> Result<Option<PublicUrl>, ConfigError> {
        let given = self.public_url.as_deref().filter(|url| !url.is_empty());
        Ok(given.map(str::parse).transpose()?)
    }
}

impl TokenConfig {
    /// The settings of tokens. They are signed with `ORGD_JWT_SECRET` or, without it, with a key derived
    /// from the master key.
    ///
    /// # Errors
    /// As [`DatabaseConfig::vault`].
    pub fn settings(&self, database: &DatabaseConfig) -> Result<TokenSettings, ConfigError> {
        let secret = match secret(JWT_SECRET, TokenSettings::MIN_SECRET)? {
            Some(secret) => secret.into_bytes(),
            None => database.vault()?.derive("tokens").to_vec(),
        };
        let given = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
        Ok(TokenSettings::new(
            secret,
            given(&self.jwt_issuer),
            given(&self.jwt_audience),
        ))
    }
}

/// Whether tokens are signed with a secret of their own rather than one derived from the master key.
pub fn has_jwt_secret() -> bool {
    env::var_os(JWT_SECRET).is_some_and(|value| !value.is_empty())
}

/// Checks the secrets in the environment, before anything is made with them.
///
/// # Errors
/// [`ConfigError`] for one that is too short or not UTF-8.
pub fn check_secrets() -> Result<(), ConfigError> {
    secret(SECRET_KEY, Vault::MIN_KEY)?;
    secret(JWT_SECRET, TokenSettings::MIN_SECRET)?;
    Ok(())
}

/// Secrets come from the environment alone: flags are seen by every process of the machine.
fn secret(name: &'static str, min: usize) -> Result<Option<String>, ConfigError> {
    let Some(value) = env::var_os(name).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let value = value.into_string();
    let value = value.map_err(|_| ConfigError::NotUtf8(name))?;
    checked(name, value, min).map(Some)
}

fn checked(name: &'static str, value: String, min: usize) -> Result<String, ConfigError> {
    if value.len() < min {
        return Err(ConfigError::TooShort { name, min });
    }
    Ok(value)
}

fn key_in_file(path: &Path) -> Result<String, ConfigError> {
    let key = match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            write_new_key(path).and_then(|()| fs::read_to_string(path))
        }
        read => read,
    };
    let key = key.map_err(|source| ConfigError::KeyFile {
        path: path.to_owned(),
        source,
    })?;
    checked(
        "the key in the key file",
        key.trim().to_owned(),
        Vault::MIN_KEY,
    )
}

/// Writes the whole key before it gets its name, so that no other process reads half of it.
fn write_new_key(path: &Path) -> io::Result<()> {
    let unnamed = path.with_extension(format!("key.{}", Uuid::now_v7()));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&unnamed)?;
    let key = Alphanumeric.sample_string(&mut rand::rng(), 64);
    writeln!(file, "{key}")?;
    file.sync_all()?;
    let named = match fs::hard_link(&unnamed, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        named => named,
    };
    fs::remove_file(&unnamed)?;
    // The name has to survive a power cut as well: without the key, every secret is lost.
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    named
}
