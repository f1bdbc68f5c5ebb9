//! `orgd key`.

use std::time::Duration;

use clap::Subcommand;
use serde_json::{Value, json};

use super::lifetime::lifetime;
use super::page::{self, PageArgs};
use super::table::{or_dash, table};
use super::user::UserArg;
use super::{CliError, Output};
use crate::app::Operator;
use crate::domain::clock::rfc3339;
use crate::domain::{ApiKey, Page, now};

#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Create an API key and show it once
    Create {
        #[command(flatten)]
        user: UserArg,
        /// The purpose of the key, up to 100 characters
        #[arg(long)]
        name: Option<String>,
        /// The lifetime of the key, from 1s to 3653d (ten years), such as 90d; unlimited if not set
        #[arg(long, value_parser = lifetime)]
        expires_in: Option<Duration>,
    },
    /// List the API keys without their secrets, newest first
    List {
        /// List only the keys of the user with this ID or e-mail address
        #[arg(long)]
        user: Option<String>,
        #[command(flatten)]
        page: PageArgs,
    },
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
            Self::List { user, page } => {
                let keys = operator.list_api_keys(user.as_deref(), page.limit, page.after);
                Ok(listed(&keys.await?))
            }
            Self::Revoke { id } => {
                operator.revoke_api_key(&id).await?;
                Ok(Output::new(
                    format!("Revoked {id}."),
                    json!({ "id": id, "revoked": true }),
                ))
            }
        }
    }
}

fn created(key: &ApiKey, secret: &str) -> Output {
    let id = &key.id;
    Output::new(
        format!("{secret}\nThis key is shown only once. To revoke it: orgd key revoke {id}"),
        json!({ "id": id, "key": secret, "expiresAt": key.expires_at.map(rfc3339) }),
    )
}

fn listed(keys: &Page<(ApiKey, String)>) -> Output {
    let next = keys.next_cursor(|(key, _)| key.id.as_str());
    let header = ["ID", "USER", "NAME", "CREATED", "STATE"];
    let objects: Vec<_> = keys.items.iter().map(object).collect();
    Output {
        text: table(header, keys.items.iter().map(row)),
        json: json!({ "keys": objects, "next": next }),
        hint: page::hint(next),
    }
}

fn row((key, email): &(ApiKey, String)) -> [String; 5] {
    let state = match (key.revoked_at, key.expires_at) {
        (Some(at), _) => format!("revoked {}", rfc3339(at)),
        (None, Some(at)) if at <= now() => format!("expired {}", rfc3339(at)),
        (None, Some(at)) => format!("expires {}", rfc3339(at)),
        (None, None) => "valid".to_owned(),
    };
    [
        key.id.clone(),
        email.clone(),
        or_dash(key.name.clone()),
        rfc3339(key.created_at),
        state,
    ]
}

fn object((key, email): &(ApiKey, String)) -> Value {
    json!({
        "id": key.id,
        "userId": key.user_id,
        "userEmail": email,
        "name": key.name,
        "createdAt": rfc3339(key.created_at),
        "expiresAt": key.expires_at.map(rfc3339),
        "revokedAt": key.revoked_at.map(rfc3339),
    })
}
