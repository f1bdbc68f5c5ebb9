//! `orgd backup`.

use std::path::PathBuf;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::{CliError, Output};
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
        // Hidden unless standard error is a terminal.
        let style = ProgressStyle::with_template("{bar:40} {percent}% {eta}")?;
        let bar = ProgressBar::no_length().with_style(style);
        let (url, target, shown) = (database.database_url.clone(), file.clone(), bar.clone());
        let copy = move || {
            Operator::back_up(&url, &target, |copied, all| {
                shown.set_length(all);
                shown.set_position(copied);
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
