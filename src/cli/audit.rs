//! `orgd audit`.

use clap::Subcommand;
use serde_json::{Value, json};

use super::table::{or_dash, table};
use super::{CliError, Output};
use crate::app::Operator;
use crate::domain::AuditEntry;
use crate::domain::clock::rfc3339;

#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// List the latest changes of an organization and its members, newest first
    List {
        /// The organization's ID
        #[arg(long)]
        organization: String,
        /// The maximum number of entries
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
}

impl AuditCommand {
    pub async fn run(self, operator: &Operator) -> Result<Output, CliError> {
        let Self::List {
            organization,
            limit,
        } = self;
        let entries = operator.list_audit_entries(&organization, limit).await?;
        let header = ["TIME", "ACTION", "ACTOR", "CREDENTIAL", "CHANGES"];
        let objects: Vec<_> = entries.iter().map(object).collect();
        Ok(Output::new(
            table(header, entries.iter().map(row)),
            json!({ "entries": objects }),
        ))
    }
}

fn row(entry: &AuditEntry) -> [String; 5] {
    let event = &entry.event;
    let changes = event.changes.iter();
    let changes = changes.map(|change| format!("{} {} -> {}", change.path, change.from, change.to));
    let target = event.target_id.iter().map(|id| format!("{id}: "));
    let changes = target.collect::<String>() + &changes.collect::<Vec<_>>().join(", ");
    [
        rfc3339(event.created_at),
        event.action.as_str().to_owned(),
        or_dash(entry.actor.user_id()),
        entry.actor.credential().to_owned(),
        changes,
    ]
}

fn object(entry: &AuditEntry) -> Value {
    let event = &entry.event;
    json!({
        "id": event.id,
        "organizationId": entry.organization_id,
        "createdAt": rfc3339(event.created_at),
        "action": event.action.as_str(),
        "actorId": entry.actor.user_id(),
        "credential": entry.actor.credential(),
        "apiKeyId": entry.actor.key_id(),
        "requestId": event.request_id,
        "targetId": event.target_id,
        "changes": event.changes,
        "version": event.version,
    })
}
