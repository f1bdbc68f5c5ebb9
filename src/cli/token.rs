//! `orgd token`.

use std::time::Duration;

use clap::Subcommand;
use serde_json::json;

use super::user::UserArg;
use super::{CliError, Output, open_vault};
use crate::app::Operator;
use crate::config::{self, DatabaseConfig, TokenConfig};

#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Create a token (JWT)
    Create {
        #[command(flatten)]
        user: UserArg,
        /// The lifetime of the token
        #[arg(long, value_parser = humantime::parse_duration, default_value = "15m")]
        expires_in: Duration,
        #[command(flatten)]
        tokens: TokenConfig,
    },
}

impl TokenCommand {
    pub async fn run(
        self,
        operator: &Operator,
        database: &DatabaseConfig,
    ) -> Result<Output, CliError> {
        let Self::Create {
            user,
            expires_in,
            tokens,
        } = self;
        let user = operator.find_active_user(&user.user).await?;
        if !config::has_jwt_secret() {
            open_vault(operator, database).await?;
        }
        let token = operator.create_token(&tokens.settings(database)?, &user, expires_in)?;
        Ok(Output::new(token.clone(), json!({ "token": token })))
    }
}
