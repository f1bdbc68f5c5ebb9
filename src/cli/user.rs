//! `orgd user`.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::page::{self, PageArgs};
use super::table::{or_dash, table};
use super::{CliError, Output};
use crate::app::Operator;
use crate::domain::clock::rfc3339;
use crate::domain::{Page, User};

#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Create a user
    Create {
        #[arg(long)]
        email: String,
        /// The user's name, up to 100 characters
        #[arg(long)]
        name: Option<String>,
        /// The user's ID in your own system; generated if not set
        #[arg(long)]
        id: Option<String>,
    },
    /// List the users, newest first
    List {
        #[command(flatten)]
        page: PageArgs,
    },
    /// Show a user
    Show {
        /// The user's ID or e-mail address
        user: String,
    },
    /// Refuse all keys and tokens of a user from now on
    Deactivate {
        /// The user's ID or e-mail address
        user: String,
    },
    /// Accept the keys and tokens of a deactivated user again, except those that were revoked or have expired
    Reactivate {
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
                Ok(Output::new(
                    format!("Created {} ({}).", user.id, user.email),
                    json!({ "id": user.id, "email": user.email, "name": user.name }),
                ))
            }
            Self::List { page } => {
                let users = operator.list_users(page.limit, page.after).await?;
                Ok(listed(&users))
            }
            Self::Show { user } => Ok(shown(&operator.find_user(&user).await?)),
            Self::Deactivate { user } => {
                let user = operator.deactivate_user(&user).await?;
                Ok(Output::new(
                    format!("Deactivated {} ({}).", user.id, user.email),
                    json!({ "id": user.id, "deactivated": true }),
                ))
            }
            Self::Reactivate { user } => {
                let user = operator.reactivate_user(&user).await?;
                Ok(Output::new(
                    format!("Reactivated {} ({}).", user.id, user.email),
                    json!({ "id": user.id, "deactivated": false }),
                ))
            }
        }
    }
}

fn listed(users: &Page<User>) -> Output {
    let next = users.next_cursor(|user| user.id.as_str());
    let rows = users.items.iter().map(row);
    let objects: Vec<_> = users.items.iter().map(object).collect();
    Output {
        text: table(HEADER, rows),
        json: json!({ "users": objects, "next": next }),
        hint: page::hint(next),
    }
}

fn shown(user: &User) -> Output {
    Output::new(table(HEADER, [row(user)]), object(user))
}

const HEADER: [&str; 5] = ["ID", "E-MAIL", "NAME", "CREATED", "STATE"];

fn row(user: &User) -> [String; 5] {
    let state = match user.deactivated_at {
        Some(at) => format!("deactivated {}", rfc3339(at)),
        None => "active".to_owned(),
    };
    [
        user.id.clone(),
        user.email.clone(),
        or_dash(user.name.clone()),
        rfc3339(user.created_at),
        state,
    ]
}

fn object(user: &User) -> Value {
    json!({
        "id": user.id,
        "email": user.email,
        "name": user.name,
        "createdAt": rfc3339(user.created_at),
        "deactivatedAt": user.deactivated_at.map(rfc3339),
    })
}
