//! `orgd migrate`.

use serde_json::json;

use super::{CliError, Output};
use crate::app::Operator;
use crate::config::DatabaseConfig;

pub async fn migrate(database: &DatabaseConfig) -> Result<Output, CliError> {
    Operator::open(&database.database_url).await?;
    Ok(Output {
        text: "The database has the current schema.".to_owned(),
        json: json!({ "migrated": true }),
    })
}
