//! The commands that manage users, keys, tokens and members, also while a server runs.

use std::time::Duration;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use serde_json::json;

use super::{CliError, Output, check_master_key};
use crate::auth::key;
use crate::config::{self, DatabaseConfig, TokenConfig};
use crate::email;
use crate::id;
use crate::organization::{Role, name, now};
use crate::store::{ApiKey, MemberOutcome, Store, User};

#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Create a user
    Create {
        #[arg(long)]
        email: String,
        #[arg(long)]
        name: Option<String>,
        /// The user's id in your own system; made up without it
        #[arg(long)]
        id: Option<String>,
    },
    /// Refuse all keys and tokens of a user from now on
    Deactivate {
        /// The user's id or e-mail address
        user: String,
    },
}

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

#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Create a token (JWT)
    Create {
        #[command(flatten)]
        user: UserArg,
        /// How long it is valid
        #[arg(long, value_parser = humantime::parse_duration, default_value = "15m")]
        expires_in: Duration,
        #[command(flatten)]
        tokens: TokenConfig,
    },
}

#[derive(Debug, Subcommand)]
pub enum MemberCommand {
    /// Make a user a member of an organization, or change the role of one
    Set {
        /// The organization's id
        #[arg(long)]
        organization: String,
        #[command(flatten)]
        user: UserArg,
        #[arg(long, value_parser = role())]
        role: Role,
    },
}

/// Reads a role by the name that the contract gives it.
fn role() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.map(Role::as_str))
        .try_map(|name| Role::from_name(&name).ok_or("there is no such role"))
}

#[derive(Debug, Args)]
pub struct UserArg {
    /// The user's id or e-mail address
    #[arg(long)]
    user: String,
}

impl UserCommand {
    pub async fn run(self, store: &Store) -> Result<Output, CliError> {
        match self {
            Self::Create { email, name, id } => create_user(store, email, name, id).await,
            Self::Deactivate { user } => {
                let user = find_user(store, &user).await?;
                store.deactivate_user(&user.id, now()).await?;
                Ok(Output {
                    text: format!("Deactivated {} ({}).", user.id, user.email),
                    json: json!({ "id": user.id, "deactivated": true }),
                })
            }
        }
    }
}

impl KeyCommand {
    pub async fn run(self, store: &Store) -> Result<Output, CliError> {
        match self {
            Self::Create {
                user,
                name,
                expires_in,
            } => create_key(store, &user.user, name, expires_in).await,
            Self::List => list_keys(store).await,
            Self::Revoke { id } => {
                if !store.revoke_api_key(&id, now()).await? {
                    return Err(format!("there is no key {id}").into());
                }
                Ok(Output {
                    text: format!("Revoked {id}."),
                    json: json!({ "id": id, "revoked": true }),
                })
            }
        }
    }
}

impl TokenCommand {
    pub async fn run(self, store: &Store, database: &DatabaseConfig) -> Result<Output, CliError> {
        let Self::Create {
            user,
            expires_in,
            tokens,
        } = self;
        let user = find_active_user(store, &user.user).await?;
        if !config::has_jwt_secret() {
            check_master_key(store, &database.vault()?).await?;
        }
        let expires_at = expiry(now(), expires_in)?;
        let token = tokens.settings(database)?.issue(&user, expires_at)?;
        Ok(Output {
            text: token.clone(),
            json: json!({ "token": token }),
        })
    }
}

impl MemberCommand {
    pub async fn run(self, store: &Store) -> Result<Output, CliError> {
        let Self::Set {
            organization,
            user,
            role,
        } = self;
        let user = find_user(store, &user.user).await?;
        let membership = id::membership();
        let outcome = store.set_member(&membership, &organization, &user.id, role, now());
        match outcome.await? {
            MemberOutcome::Set => Ok(Output {
                text: format!("{} is {} of {organization}.", user.id, role.as_str()),
                json: json!({
                    "organization": organization,
                    "user": user.id,
                    "role": role.as_str(),
                }),
            }),
            MemberOutcome::NoOrganization => {
                Err(format!("there is no organization {organization}").into())
            }
            MemberOutcome::NoUser => Err(no_user(&user.id)),
        }
    }
}

async fn create_user(
    store: &Store,
    email: String,
    name: Option<String>,
    id: Option<String>,
) -> Result<Output, CliError> {
    if !email::is_valid(&email) || email.len() > email::MAX_CHARS {
        return Err(format!("{email:?} is not an e-mail address").into());
    }
    check_name(name.as_deref())?;
    let user = User {
        id: id.unwrap_or_else(id::user),
        email,
        name,
        created_at: now(),
        deactivated_at: None,
    };
    // Without an @, no id is anybody's e-mail address.
    let is_plain = |c: char| c.is_ascii_graphic() && c != '@';
    if user.id.is_empty() || user.id.len() > 128 || !user.id.chars().all(is_plain) {
        return Err("a user's id has 1 to 128 visible ASCII characters other than @".into());
    }
    let output = Output {
        text: format!("Created {} ({}).", user.id, user.email),
        json: json!({ "id": user.id, "email": user.email, "name": user.name }),
    };
    match store.create_user(user).await? {
        true => Ok(output),
        false => Err("there is a user with that id or e-mail address already".into()),
    }
}

async fn create_key(
    store: &Store,
    user: &str,
    name: Option<String>,
    expires_in: Option<Duration>,
) -> Result<Output, CliError> {
    check_name(name.as_deref())?;
    let user = find_active_user(store, user).await?;
    let created_at = now();
    let expires_at = expires_in
        .map(|lifetime| expiry(created_at, lifetime))
        .transpose()?;
    let secret = key::generate();
    let id = id::api_key();
    let api_key = ApiKey {
        id: id.clone(),
        user_id: user.id,
        name,
        created_at,
        expires_at,
        revoked_at: None,
    };
    store.create_api_key(api_key, key::hash(&secret)).await?;
    Ok(Output {
        text: format!("{secret}\nThis is shown once. To refuse it later: orgd key revoke {id}"),
        json: json!({ "id": id, "key": secret, "expiresAt": expires_at.map(written) }),
    })
}

async fn list_keys(store: &Store) -> Result<Output, CliError> {
    let keys = store.list_api_keys().await?;
    let lines = keys.iter().map(|key| {
        let state = match (key.revoked_at, key.expires_at) {
            (Some(at), _) => format!("revoked {}", written(at)),
            (None, Some(at)) if at <= now() => format!("expired {}", written(at)),
            (None, Some(at)) => format!("expires {}", written(at)),
            (None, None) => "valid".to_owned(),
        };
        let name = key.name.as_deref().unwrap_or("-");
        format!("{}  {}  {name}  {state}", key.id, key.user_id)
    });
    let objects = keys.iter().map(|key| {
        json!({
            "id": key.id,
            "userId": key.user_id,
            "name": key.name,
            "createdAt": written(key.created_at),
            "expiresAt": key.expires_at.map(written),
            "revokedAt": key.revoked_at.map(written),
        })
    });
    Ok(Output {
        text: lines.collect::<Vec<_>>().join("\n"),
        json: json!({ "keys": objects.collect::<Vec<_>>() }),
    })
}

async fn find_user(store: &Store, id_or_email: &str) -> Result<User, CliError> {
    let user = store.find_user(id_or_email).await?;
    user.ok_or_else(|| no_user(id_or_email))
}

/// Credentials for anybody else would be refused.
async fn find_active_user(store: &Store, id_or_email: &str) -> Result<User, CliError> {
    let user = find_user(store, id_or_email).await?;
    match user.deactivated_at {
        None => Ok(user),
        Some(_) => Err(format!("the user {id_or_email} is deactivated").into()),
    }
}

/// Names of users and keys are shown in terminals.
fn check_name(given: Option<&str>) -> Result<(), CliError> {
    match given.map(name::check) {
        Some(Err(error)) => Err(format!("a name {error}").into()),
        _ => Ok(()),
    }
}

fn no_user(id_or_email: &str) -> CliError {
    format!("there is no user {id_or_email}").into()
}

fn expiry(from: DateTime<Utc>, lifetime: Duration) -> Result<DateTime<Utc>, CliError> {
    let lifetime = TimeDelta::from_std(lifetime).ok();
    lifetime
        .and_then(|lifetime| from.checked_add_signed(lifetime))
        .ok_or_else(|| "that is too far in the future".into())
}

fn written(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
