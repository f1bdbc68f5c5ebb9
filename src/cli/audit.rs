//! `orgd audit`.

use clap::Subcommand;
use serde_json::{Value, json};

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
        let lines: Vec<_> = entries.iter().map(line).collect();
        let objects: Vec<_> = entries.iter().map(object).collect();
        Ok(Output {
            text: lines.join("\n"),
            json: json!({ "entries": objects }),
        })
    }
}

fn line(entry: &AuditEntry) -> String {
    let event = &entry.event;
    let changes = event.changes.iter();
    let changes = changes.map(|change| format!("{} {} -> {}", change.path, change.from, change.to));
    format!(
        "{}  {}  {}  {}  {}{}",
        rfc3339(event.created_at),
        event.action.as_str(),
        entry.actor.user_id().unwrap_or("-"),
        entry.actor.credential(),
        event
            .target_id
            .as_ref()
            .map_or(String::new(), |id| format!("{id}: ")),
        changes.collect::<Vec<_>>().join(", "),
    )
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
