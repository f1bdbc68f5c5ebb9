//! Rows of `audit_logs`.

use chrono::NaiveDateTime;
use diesel::QueryResult;
use diesel::prelude::*;
use diesel::result::Error;
use serde_json::Value;

use super::unreadable;
use crate::domain::{Action, Actor, AuditEntry, AuditEvent};
use crate::store::schema::audit_logs;

/// A row of `audit_logs`.
#[derive(Queryable, Selectable)]
#[diesel(table_name = audit_logs)]
pub(in crate::store) struct AuditEntryRow {
    id: String,
    organization_id: String,
    created_at: NaiveDateTime,
    action: String,
    actor_id: Option<String>,
    credential: String,
    api_key_id: Option<String>,
    request_id: Option<String>,
    target_id: Option<String>,
    changes: Value,
    version: Option<i64>,
}

impl TryFrom<AuditEntryRow> for AuditEntry {
    type Error = Error;

    fn try_from(row: AuditEntryRow) -> QueryResult<Self> {
        let action = Action::from_name(&row.action);
        let changes = serde_json::from_value(row.changes);
        Ok(Self {
            organization_id: row.organization_id,
            actor: actor(&row.credential, row.actor_id, row.api_key_id)?,
            event: AuditEvent {
                id: row.id,
                request_id: row.request_id,
                action: action.ok_or_else(|| unreadable("action", &row.action))?,
                target_id: row.target_id,
                changes: changes.map_err(|error| Error::DeserializationError(error.into()))?,
                version: row.version,
                created_at: row.created_at.and_utc(),
            },
        })
    }
}

fn actor(credential: &str, user: Option<String>, key: Option<String>) -> QueryResult<Actor> {
    match (credential, user, key) {
        (Actor::API_KEY, Some(user_id), Some(key_id)) => Ok(Actor::ApiKey { user_id, key_id }),
        (Actor::TOKEN, Some(user_id), None) => Ok(Actor::Token { user_id }),
        (Actor::COMMAND_LINE, None, None) => Ok(Actor::CommandLine),
        _ => Err(unreadable("credential", credential)),
    }
}
