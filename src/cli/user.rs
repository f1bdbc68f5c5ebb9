//! `orgd user`.

use clap::{Args, Subcommand};
use serde_json::json;

use super::{CliError, Output};
use crate::app::Operator;

#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Create a user
    Create {
        #[arg(long)]
        email: String,
        #[arg(long)]
        name: Option<String>,
        /// The user's ID in your own system; generated if not set
        #[arg(long)]
        id: Option<String>,
    },
    /// Refuse all keys and tokens of a user from now on
    Deactivate {
        /// The user's ID or e-mail address
        user: String,
    },
}

/// The user to whom a command applies.
#[derive(Debug, Args)]
pub struct UserArg {
    /// The user's ID or e-mail address
    #[arg(long)]
    pub user: String,
}

impl UserCommand {
    pub async fn run(self, operator: &Operator) -> Result<Output, CliError> {
        match self {
            Self::Create { email, name, id } => {
                let user = operator.create_user(id, email, name).await?;
                Ok(Output {
                    text: format!("Created {} ({}).", user.id, user.email),
                    json: json!({ "id": user.id, "email": user.email, "name": user.name }),
                })
            }
            Self::Deactivate { user } => {
                let user = operator.deactivate_user(&user).await?;
                Ok(Output {
                    text: format!("Deactivated {} ({}).", user.id, user.email),
                    json: json!({ "id": user.id, "deactivated": true }),
                })
            }
        }
    }
}
