//! `orgd key`.

use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use clap::Subcommand;
use serde_json::{Value, json};

use super::user::UserArg;
use super::{CliError, Output};
use crate::app::Operator;
use crate::domain::{ApiKey, now};

#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Create an API key; it is shown this once
    Create {
        #[command(flatten)]
        user: UserArg,
        /// What the key is for
        #[arg(long)]
        name: Option<String>,
        /// How long it is valid, such as 90d; for ever without it
        #[arg(long, value_parser = humantime::parse_duration)]
        expires_in: Option<Duration>,
    },
    /// List the API keys, without what makes them keys
    List,
    /// Refuse an API key from now on
    Revoke {
        /// The key's id, as `key list` shows it
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
        text: format!("{secret}\nThis is shown once. To refuse it later: orgd key revoke {id}"),
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

fn rfc3339(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
