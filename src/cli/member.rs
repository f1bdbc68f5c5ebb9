//! `orgd member`.

use clap::Subcommand;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde_json::json;

use super::user::UserArg;
use super::{CliError, Output};
use crate::app::Operator;
use crate::domain::Role;

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
}

/// Parses the name of a role, as in the contract.
fn role() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.map(Role::as_str))
        .try_map(|name| Role::from_name(&name).ok_or("unknown role"))
}

impl MemberCommand {
    pub async fn run(self, operator: &Operator) -> Result<Output, CliError> {
        let Self::Set {
            organization,
            user,
            role,
        } = self;
        let membership = operator
            .set_membership(&organization, &user.user, role)
            .await?;
        let (user, role) = (membership.user_id, membership.role.as_str());
        Ok(Output::new(
            format!("{user} is {role} of {organization}."),
            json!({ "organization": organization, "user": user, "role": role }),
        ))
    }
}
