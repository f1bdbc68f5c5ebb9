//! The audit log.

use chrono::NaiveDateTime;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Binary, Bool, Json, Nullable, Text, Timestamp};
use serde_json::{Value, json};

use super::{Backend, RunQueryDsl, Shared};
use crate::domain::{Actor, AuditCursor, AuditEntry, AuditEvent, AuditFilter, Page};
use crate::store::lookup::{Author, Credential};
use crate::store::rows::audit_log::AuditEntryRow;
use crate::store::schema::audit_logs;

/// Inserts an entry. The connection caches it by its type. It is text, so that PostgreSQL can do it in the statement that makes the change.
pub struct InsertEntry<'a> {
    organization_id: &'a str,
    actor_id: Option<&'a str>,
    credential: &'static str,
    key_hash: Option<&'a [u8]>,
    event: &'a AuditEvent,
    created_at: NaiveDateTime,
    changes: Value,
}

impl<'a> InsertEntry<'a> {
    pub fn new(organization_id: &'a str, author: &'a Author, event: &'a AuditEvent) -> Self {
        match author {
            Author::Caller {
                user_id,
                credential,
            } => Self::of_caller(organization_id, user_id, credential, event),
            Author::CommandLine => {
                Self::of(organization_id, None, (Actor::COMMAND_LINE, None), event)
            }
        }
    }

    pub fn of_caller(
        organization_id: &'a str,
        user_id: &'a str,
        credential: &'a Credential,
        event: &'a AuditEvent,
    ) -> Self {
        let credential = match credential {
            Credential::Key(hash) => (Actor::API_KEY, Some(hash.as_slice())),
            Credential::User(_) => (Actor::TOKEN, None),
        };
        Self::of(organization_id, Some(user_id), credential, event)
    }

    fn of(
        organization_id: &'a str,
        actor_id: Option<&'a str>,
        (credential, key_hash): (&'static str, Option<&'a [u8]>),
        event: &'a AuditEvent,
    ) -> Self {
        Self {
            organization_id,
            actor_id,
            credential,
            key_hash,
            event,
            created_at: event.created_at.naive_utc(),
            changes: json!(event.changes),
        }
    }
}

impl QueryId for InsertEntry<'_> {
    type QueryId = InsertEntry<'static>;

    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<Connection> diesel::RunQueryDsl<Connection> for InsertEntry<'_> {}

impl QueryFragment<Backend> for InsertEntry<'_> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        pass.push_sql(
            "INSERT INTO audit_logs (id, organization_id, created_at, action, actor_id, credential, \
             request_id, target_id, changes, version, api_key_id) SELECT ",
        );
        pass.push_bind_param::<Text, _>(&self.event.id)?;
        pass.push_sql(", ");
        pass.push_bind_param::<Text, _>(self.organization_id)?;
        pass.push_sql(", ");
        pass.push_bind_param::<Timestamp, _>(&self.created_at)?;
        pass.push_sql(", ");
        pass.push_bind_param::<Text, _>(self.event.action.as_str())?;
        pass.push_sql(", ");
        pass.push_bind_param::<Nullable<Text>, _>(&self.actor_id)?;
        pass.push_sql(", ");
        pass.push_bind_param::<Text, _>(self.credential)?;
        pass.push_sql(", ");
        pass.push_bind_param::<Nullable<Text>, _>(&self.event.request_id)?;
        pass.push_sql(", ");
        pass.push_bind_param::<Nullable<Text>, _>(&self.event.target_id)?;
        pass.push_sql(", ");
        pass.push_bind_param::<Json, _>(&self.changes)?;
        pass.push_sql(", ");
        pass.push_bind_param::<Nullable<BigInt>, _>(&self.event.version)?;
        // The caller knows the hash of the key alone.
        pass.push_sql(", (SELECT id FROM api_keys WHERE hash = ");
        pass.push_bind_param::<Nullable<Binary>, _>(&self.key_hash)?;
        pass.push_sql(")");
        Ok(())
    }
}

pub async fn list_audit_entries(
    connection: &mut Shared<'_>,
    organization_id: &str,
    filter: &AuditFilter,
    limit: i64,
) -> QueryResult<Page<AuditEntry>> {
    let mut entries = audit_logs::table
        .filter(audit_logs::organization_id.eq(organization_id))
        .order((audit_logs::created_at.desc(), audit_logs::id.desc()))
        .limit(limit.saturating_add(1))
        .select(AuditEntryRow::as_select())
        .into_boxed();
    if let Some(actor_id) = &filter.actor_id {
        entries = entries.filter(audit_logs::actor_id.eq(actor_id));
    }
    if let Some(action) = filter.action {
        entries = entries.filter(audit_logs::action.eq(action.as_str()));
    }
    if let Some(from) = filter.from {
        entries = entries.filter(audit_logs::created_at.ge(from.naive_utc()));
    }
    if let Some(to) = filter.to {
        entries = entries.filter(audit_logs::created_at.lt(to.naive_utc()));
    }
    if let Some(AuditCursor { created_at, id }) = &filter.after {
        // A row comparison, which both planners execute as an index range, and which Diesel cannot express.
        entries = entries.filter(
            sql::<Bool>("(audit_logs.created_at, audit_logs.id) < (")
                .bind::<Timestamp, _>(created_at.naive_utc())
                .sql(", ")
                .bind::<Text, _>(id)
                .sql(")"),
        );
    }
    let rows: Vec<AuditEntryRow> = entries.load(connection).await?;
    let entries = rows.into_iter().map(AuditEntry::try_from);
    Ok(Page::of(entries.collect::<QueryResult<_>>()?, limit))
}
