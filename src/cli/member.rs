//! `orgd member`.

use clap::Subcommand;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde_json::{Value, json};

use super::page::{self, PageArgs};
use super::table::table;
use super::user::UserArg;
use super::{CliError, Output};
use crate::app::Operator;
use crate::domain::clock::rfc3339;
use crate::domain::{Member, Page, Role};

#[derive(Debug, Subcommand)]
pub enum MemberCommand {
    /// Add a user to an organization, or change the member's role
    Set {
        /// The organization's ID
        #[arg(long)]
        organization: String,
        #[command(flatten)]
        user: UserArg,
        #[arg(long, value_parser = role())]
        role: Role,
    },
    /// List the members of an organization, in the order in which they joined
    List {
        /// The organization's ID
        #[arg(long)]
        organization: String,
        #[command(flatten)]
        page: PageArgs,
    },
    /// Remove a member, who is not the owner, from an organization
    Remove {
        /// The organization's ID
        #[arg(long)]
        organization: String,
        #[command(flatten)]
        user: UserArg,
    },
}

/// Parses the name of a role, as in the contract.
fn role() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.map(Role::as_str))
        .try_map(|name| Role::from_name(&name).ok_or("unknown role"))
}

impl MemberCommand {
    pub async fn run(self, operator: &Operator) -> Result<Output, CliError> {
        match self {
            Self::Set {
                organization,
                user: UserArg { user },
                role,
            } => {
                let membership = operator.set_membership(&organization, &user, role);
                let (user, role) = (membership.await?.user_id, role.as_str());
                Ok(Output::new(
                    format!("{user} is {role} of {organization}."),
                    json!({ "organization": organization, "user": user, "role": role }),
                ))
            }
            Self::List { organization, page } => {
                let members = operator.list_members(&organization, page.limit, page.after);
                Ok(listed(&members.await?))
            }
            Self::Remove {
                organization,
                user: UserArg { user },
            } => {
                let user = operator.remove_membership(&organization, &user).await?;
                Ok(Output::new(
                    format!("{} is no member of {organization}.", user.id),
                    json!({ "organization": organization, "user": user.id, "removed": true }),
                ))
            }
        }
    }
}

fn listed(members: &Page<Member>) -> Output {
    let next = members.next_cursor(|member| member.membership.id.as_str());
    let header = ["ID", "USER", "E-MAIL", "ROLE", "JOINED"];
    let objects: Vec<_> = members.items.iter().map(object).collect();
    Output {
        text: table(header, members.items.iter().map(row)),
        json: json!({ "members": objects, "next": next }),
        hint: page::hint(next),
    }
}

fn row(Member { membership, user }: &Member) -> [String; 5] {
    [
        membership.id.clone(),
        user.id.clone(),
        user.email.clone(),
        membership.role.as_str().to_owned(),
        rfc3339(membership.joined_at),
    ]
}

fn object(Member { membership, user }: &Member) -> Value {
    json!({
        "id": membership.id,
        "userId": user.id,
        "userEmail": user.email,
        "role": membership.role.as_str(),
        "joinedAt": rfc3339(membership.joined_at),
    })
}
