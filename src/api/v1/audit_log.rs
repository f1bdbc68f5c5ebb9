//! The audit log on the v1 surface.

use orgd_api::apis::V1AuditLog;
use orgd_api::apis::v1_audit_log::{V1ListAuditEntriesRequest, V1ListAuditEntriesResponse};
use orgd_api::models;
use orgd_runtime::{Context, Permission, Rejection, Violation};

use crate::api::{REVALIDATED, cursor};
use crate::app::App;
use crate::auth::Caller;
use crate::domain::{Action, Actor, AuditCursor, AuditEntry, AuditFilter, FieldChange};
use crate::error::Error;

impl V1AuditLog for App {
    async fn v1_list_audit_entries(
        &self,
        context: Context<Caller, Permission>,
        request: V1ListAuditEntriesRequest,
    ) -> Result<V1ListAuditEntriesResponse, Error> {
        let filter = AuditFilter {
            actor_id: request.actor,
            action: request.action.map(action),
            from: request.from,
            to: request.to,
            after: cursor(request.cursor).map(audit_cursor).transpose()?,
        };
        let page = self
            .list_audit_entries(context, request.org_id, filter, request.limit)
            .await?;
        let next_cursor = page.next_cursor(|entry| AuditCursor::from(entry).to_string());
        Ok(V1ListAuditEntriesResponse::Status200 {
            cache_control: REVALIDATED,
            body: models::V1AuditLog {
                entries: page.items.into_iter().map(v1_entry).collect(),
                next_cursor,
            },
        })
    }
}

fn audit_cursor(text: String) -> Result<AuditCursor, Error> {
    text.parse().map_err(|_| {
        let message = "must be the nextCursor of a page";
        let violation = Violation::in_query("cursor", "cursor", message);
        Error::Rejected(Rejection::Invalid(vec![violation]))
    })
}

fn v1_entry(entry: AuditEntry) -> models::V1AuditEntry {
    let (actor_id, key_id) = (entry.actor.user_id(), entry.actor.key_id());
    let event = entry.event;
    models::V1AuditEntry {
        id: event.id,
        organization_id: entry.organization_id,
        created_at: event.created_at,
        action: v1_action(event.action),
        actor_id: actor_id.map(str::to_owned),
        credential: credential(&entry.actor),
        api_key_id: key_id.map(str::to_owned),
        request_id: event.request_id,
        target_id: event.target_id,
        changes: event.changes.into_iter().map(v1_change).collect(),
        version: event.version.map(i64::unsigned_abs),
    }
}

fn v1_change(FieldChange { path, from, to }: FieldChange) -> models::V1FieldChange {
    models::V1FieldChange { path, from, to }
}

fn credential(actor: &Actor) -> models::V1AuditCredential {
    match actor {
        Actor::ApiKey { .. } => models::V1AuditCredential::ApiKey,
        Actor::Token { .. } => models::V1AuditCredential::Token,
        Actor::CommandLine => models::V1AuditCredential::CommandLine,
    }
}

fn action(action: models::V1AuditAction) -> Action {
    use models::V1AuditAction as V1;
    match action {
        V1::OrganizationCreate => Action::OrganizationCreate,
        V1::OrganizationUpdate => Action::OrganizationUpdate,
        V1::OrganizationDelete => Action::OrganizationDelete,
        V1::OrganizationRestore => Action::OrganizationRestore,
        V1::MemberCreate => Action::MemberCreate,
        V1::MemberUpdate => Action::MemberUpdate,
        V1::MemberDelete => Action::MemberDelete,
    }
}

fn v1_action(action: Action) -> models::V1AuditAction {
    use models::V1AuditAction as V1;
    match action {
        Action::OrganizationCreate => V1::OrganizationCreate,
        Action::OrganizationUpdate => V1::OrganizationUpdate,
        Action::OrganizationDelete => V1::OrganizationDelete,
        Action::OrganizationRestore => V1::OrganizationRestore,
        Action::MemberCreate => V1::MemberCreate,
        Action::MemberUpdate => V1::MemberUpdate,
        Action::MemberDelete => V1::MemberDelete,
    }
}
