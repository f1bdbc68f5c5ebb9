//! `orgd organization`.

use clap::Subcommand;
use serde_json::{Value, json};

use super::page::{self, PageArgs};
use super::table::table;
use super::{CliError, Output};
use crate::app::Operator;
use crate::domain::clock::rfc3339;
use crate::domain::{OrganizationRecord, Page};

#[derive(Debug, Subcommand)]
pub enum OrganizationCommand {
    /// List the organizations, newest first
    List {
        /// List the deleted organizations instead
        #[arg(long)]
        deleted: bool,
        #[command(flatten)]
        page: PageArgs,
    },
    /// Show an organization, which may be deleted
    Show {
        /// The organization's ID
        id: String,
    },
    /// Revert the deletion of an organization
    Restore {
        /// The organization's ID
        id: String,
    },
}

impl OrganizationCommand {
    pub async fn run(self, operator: &Operator) -> Result<Output, CliError> {
        match self {
            Self::List { deleted, page } => {
                let listed_page = operator.list_organizations(deleted, page.limit, page.after);
                Ok(listed(&listed_page.await?))
            }
            Self::Show { id } => {
                let organization = operator.find_organization(&id).await?;
                Ok(Output::new(
                    table(HEADER, [row(&organization)]),
                    object(&organization),
                ))
            }
            Self::Restore { id } => {
                operator.restore_organization(&id).await?;
                Ok(Output::new(
                    format!("Restored {id}."),
                    json!({ "id": id, "restored": true }),
                ))
            }
        }
    }
}

fn listed(organizations: &Page<OrganizationRecord>) -> Output {
    let next = organizations.next_cursor(|organization| organization.id.as_str());
    let objects: Vec<_> = organizations.items.iter().map(object).collect();
    Output {
        text: table(HEADER, organizations.items.iter().map(row)),
        json: json!({ "organizations": objects, "next": next }),
        hint: page::hint(next),
    }
}

const HEADER: [&str; 6] = ["ID", "SLUG", "NAME", "CREATED BY", "CREATED", "STATE"];

fn row(organization: &OrganizationRecord) -> [String; 6] {
    let state = match organization.deleted_at {
        Some(at) => format!("deleted {}", rfc3339(at)),
        None => "active".to_owned(),
    };
    [
        organization.id.clone(),
        organization.slug.clone(),
        organization.name.clone(),
        organization.creator_email.clone(),
        rfc3339(organization.created_at),
        state,
    ]
}

fn object(organization: &OrganizationRecord) -> Value {
    json!({
        "id": organization.id,
        "slug": organization.slug,
        "name": organization.name,
        "createdBy": organization.created_by,
        "createdByEmail": organization.creator_email,
        "createdAt": rfc3339(organization.created_at),
        "updatedAt": rfc3339(organization.updated_at),
        "deletedAt": organization.deleted_at.map(rfc3339),
    })
}
