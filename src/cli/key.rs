//! `orgd key`.

use std::time::Duration;

use clap::Subcommand;
use serde_json::{Value, json};

use super::lifetime::lifetime;
use super::user::UserArg;
use super::{CliError, Output};
use crate::app::Operator;
use crate::domain::clock::rfc3339;
use crate::domain::{ApiKey, now};

#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Create an API key and show it once
    Create {
        #[command(flatten)]
        user: UserArg,
        /// The purpose of the key
        #[arg(long)]
        name: Option<String>,
        /// The lifetime of the key, from 1s to 3653d (ten years), such as 90d; unlimited if not set
        #[arg(long, value_parser = lifetime)]
        expires_in: Option<Duration>,
    },
    /// List the API keys, without their secrets
    List,
    /// Refuse an API key from now on
    Revoke {
        /// The key's ID, as shown by `key list`
        id: String,
    },
}

impl KeyCommand {
    pub async fn run(self, operator: &Operator) -> Result<Output, CliError> {
        match self {
            Self::Create {
                user,
                name,
                expires_in,
            } => {
                let (key, secret) = operator
                    .create_api_key(&user.user, name, expires_in)
                    .await?;
                Ok(created(&key, &secret))
            }
            Self::List => Ok(listed(&operator.list_api_keys().await?)),
            Self::Revoke { id } => {
                operator.revoke_api_key(&id).await?;
                Ok(Output {
                    text: format!("Revoked {id}."),
                    json: json!({ "id": id, "revoked": true }),
                })
            }
        }
    }
}

fn created(key: &ApiKey, secret: &str) -> Output {
    let id = &key.id;
    Output {
        text: format!("{secret}\nThis key is shown only once. To revoke it: orgd key revoke {id}"),
        json: json!({ "id": id, "key": secret, "expiresAt": key.expires_at.map(rfc3339) }),
    }
}

fn listed(keys: &[ApiKey]) -> Output {
    let lines: Vec<_> = keys.iter().map(line).collect();
    let objects: Vec<_> = keys.iter().map(object).collect();
    Output {
        text: lines.join("\n"),
        json: json!({ "keys": objects }),
    }
}

fn line(key: &ApiKey) -> String {
    let state = match (key.revoked_at, key.expires_at) {
        (Some(at), _) => format!("revoked {}", rfc3339(at)),
        (None, Some(at)) if at <= now() => format!("expired {}", rfc3339(at)),
        (None, Some(at)) => format!("expires {}", rfc3339(at)),
        (None, None) => "valid".to_owned(),
    };
    let name = key.name.as_deref().unwrap_or("-");
    format!("{}  {}  {name}  {state}", key.id, key.user_id)
}

fn object(key: &ApiKey) -> Value {
    json!({
        "id": key.id,
        "userId": key.user_id,
        "name": key.name,
        "createdAt": rfc3339(key.created_at),
        "expiresAt": key.expires_at.map(rfc3339),
        "revokedAt": key.revoked_at.map(rfc3339),
    })
}
