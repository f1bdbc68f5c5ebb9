//! `orgd backup`.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{CliError, Output, progress};
use crate::app::Operator;
use crate::config::DatabaseConfig;

/// `orgd backup`.
#[derive(Debug, Args)]
pub struct BackupCommand {
    /// The new file
    file: PathBuf,
}

impl BackupCommand {
    pub async fn run(self, database: &DatabaseConfig) -> Result<Output, CliError> {
        let Self { file } = self;
        let bar = progress::bar("{percent}%")?;
        let (url, target, shown) = (database.database_url.clone(), file.clone(), bar.clone());
        let copy = move || {
            Operator::back_up(&url, &target, |copied, all| {
                progress::show(&shown, copied, all);
            })
        };
        let outcome = tokio::task::spawn_blocking(copy).await?;
        bar.finish_and_clear();
        outcome?;
        let key_file = database.key_file().filter(|key_file| key_file.exists());
        let key = match &key_file {
            Some(key_file) => format!("the key file {}", key_file.display()),
            None => "the master key (ORGD_SECRET_KEY)".to_owned(),
        };
        let text = format!(
            "{} is a copy of the database.\nBack up {key} separately: secrets cannot be decrypted without it.",
            file.display()
        );
        Ok(Output::new(
            text,
            json!({ "file": file, "keyFile": key_file }),
        ))
    }
}
