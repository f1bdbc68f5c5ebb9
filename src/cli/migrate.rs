//! `orgd migrate`.

use serde_json::json;

use super::{CliError, Output};
use crate::app::Operator;
use crate::config::DatabaseConfig;

pub async fn migrate(database: &DatabaseConfig) -> Result<Output, CliError> {
    Operator::migrate(&database.database_url).await?;
    Ok(Output::new(
        "The database has the current schema.",
        json!({ "migrated": true }),
    ))
}
