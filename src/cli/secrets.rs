//! `orgd secrets`.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::json;

use super::{CliError, Output, progress};
use crate::app::Operator;
use crate::config::{self, DatabaseConfig, IfAbsent};

#[derive(Debug, Subcommand)]
pub enum SecretsCommand {
    /// Put a new key into the key file, and keep the present one as the second key
    NewKey,
    /// Encrypt every secret with the present key that the second key has encrypted; can be interrupted and repeated
    Rotate,
}

impl SecretsCommand {
    pub async fn run(
        self,
        operator: &Operator,
        database: &DatabaseConfig,
    ) -> Result<Output, CliError> {
        match self {
            Self::NewKey => new_key(database),
            Self::Rotate => rotate(operator, database).await,
        }
    }
}

fn new_key(database: &DatabaseConfig) -> Result<Output, CliError> {
    let key_file = key_file(database).ok_or(
        "there is no key file: set ORGD_SECRET_KEY to the new key and ORGD_SECOND_SECRET_KEY to the present one",
    )?;
    config::start_rotation(&key_file)?;
    let text = format!(
        "{} has a new master key. Restart the server, and then run `orgd secrets rotate`.",
        key_file.display()
    );
    Ok(Output::new(text, json!({ "keyFile": key_file })))
}

async fn rotate(operator: &Operator, database: &DatabaseConfig) -> Result<Output, CliError> {
    let vault = database.vault(IfAbsent::Refuse)?;
    let bar = progress::bar("{pos}/{len}")?;
    let shown = |checked, all| progress::show(&bar, checked, all);
    let rotated = operator.rotate_master_key(&vault, shown);
    let outcome = rotated.await;
    bar.finish_and_clear();
    let encrypted = outcome?;
    if let Some(key_file) = key_file(database) {
        config::end_rotation(&key_file)?;
    }
    let text = format!(
        "Encrypted {encrypted} secrets with the new master key. The second key is no longer needed."
    );
    Ok(Output::new(text, json!({ "encrypted": encrypted })))
}

/// The key file, if it holds the master key.
fn key_file(database: &DatabaseConfig) -> Option<PathBuf> {
    database.key_file().filter(|_| !config::has_secret_key())
}
