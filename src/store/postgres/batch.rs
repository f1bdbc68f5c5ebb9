//! Finds organizations for several requests with one statement.
//!
//! Most of what a lookup by key costs, on both sides, is the statement around it. What is asked while
//! statements are under way joins the next one, so the more requests there are the less each costs.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Binary, Nullable, Text, Timestamp};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{Semaphore, oneshot};

use super::RunQueryDsl;
use super::pipeline::{Shared, SharedConnections};
use crate::store::cached::Kept;
use crate::store::error::StoreError;
use crate::store::records::{Credential, Found};
use crate::store::rows::{self, OrganizationRow};

/// Bounds how long the first of a group waits for the last.
const GROUP: usize = 64;

/// What `queries::find_organization` finds, of those who ask and of what is there: who finds nothing asks
/// that for the reason. Diesel has no words for a table made of arguments.
const FIND: &str = r#"
SELECT asked.number, users.id AS caller_id, memberships.role,
    organizations.id, organizations.name, organizations.slug, organizations.description,
    organizations.logo_url, organizations.settings, organizations.custom_ai_context,
    organizations.onboarding_status, organizations.full_embed_enabled,
    organizations.embed_allowed_origins, organizations.is_billable, organizations.insights_enabled,
    organizations.trial_ends_at, organizations.created_by, organizations.created_at,
    organizations.updated_at, organizations.deleted_at, organizations.version,
    organizations.members_version
FROM unnest($1, $2, $3) WITH ORDINALITY AS asked (organization_id, user_id, hash, number)
LEFT JOIN api_keys ON api_keys.hash = asked.hash AND api_keys.revoked_at IS NULL
    AND (api_keys.expires_at IS NULL OR api_keys.expires_at > $4)
JOIN users ON users.id = coalesce(asked.user_id, api_keys.user_id) AND users.deactivated_at IS NULL
JOIN organizations ON organizations.id = asked.organization_id AND organizations.deleted_at IS NULL
LEFT JOIN memberships
    ON memberships.organization_id = organizations.id AND memberships.user_id = users.id"#;

/// Where requests ask.
pub(super) struct Lookups {
    asked: UnboundedSender<Asked>,
}

/// Who asks for what.
struct Asked {
    id: String,
    credential: Credential,
    now: DateTime<Utc>,
    reply: oneshot::Sender<Result<Option<Found>, StoreError>>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    number: i64,
    #[diesel(sql_type = Text)]
    caller_id: String,
    #[diesel(sql_type = Nullable<Text>)]
    role: Option<String>,
    #[diesel(sql_type = BigInt)]
    members_version: i64,
    #[diesel(embed)]
    organization: OrganizationRow,
}

impl Lookups {
    /// Answers by these connections, as many statements at a time as there are of them.
    pub(super) fn start(connections: Arc<SharedConnections>) -> Self {
        let (asked, queue) = unbounded_channel();
        tokio::spawn(work(queue, connections));
        Self { asked }
    }

    /// The organization and the caller's role; `None` where either is not there.
    pub(super) async fn find(
        &self,
        id: &str,
        credential: &Credential,
        now: DateTime<Utc>,
    ) -> Result<Option<Found>, StoreError> {
        let (reply, answer) = oneshot::channel();
        let asked = Asked {
            id: id.to_owned(),
            credential: credential.clone(),
            now,
            reply,
        };
        let stopped = || StoreError::internal("the lookups have stopped");
        self.asked.send(asked).map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }
}

/// Works off the queue until nobody can ask any more.
async fn work(mut queue: UnboundedReceiver<Asked>, connections: Arc<SharedConnections>) {
    let turns = Arc::new(Semaphore::new(connections.count()));
    while let Ok(turn) = Arc::clone(&turns).acquire_owned().await {
        let mut group = Vec::new();
        if queue.recv_many(&mut group, GROUP).await == 0 {
            return;
        }
        let connections = Arc::clone(&connections);
        tokio::spawn(async move {
            answer(&connections, group).await;
            drop(turn);
        });
    }
}

async fn answer(connections: &SharedConnections, group: Vec<Asked>) {
    let found = connections
        .run(async |connection| find(connection, &group).await)
        .await;
    let (mut found, failure) = match found {
        Ok(found) => (found, None),
        Err(error) => (Vec::new(), Some(error)),
    };
    found.resize_with(group.len(), || None);
    for (asked, found) in group.into_iter().zip(found) {
        let answer = failure.clone().map_or(Ok(found), Err);
        // Sending fails when the caller has gone.
        let _ = asked.reply.send(answer);
    }
}

/// What each of them finds.
async fn find(connection: &mut Shared<'_>, group: &[Asked]) -> QueryResult<Vec<Option<Found>>> {
    let ids: Vec<_> = group.iter().map(|asked| asked.id.as_str()).collect();
    let (users, hashes): (Vec<_>, Vec<_>) = group
        .iter()
        .map(|asked| match &asked.credential {
            Credential::User(id) => (Some(id.as_str()), None),
            Credential::Key(hash) => (None, Some(hash.as_slice())),
        })
        .unzip();
    let now = group.iter().map(|asked| asked.now).max();
    let query = diesel::sql_query(FIND)
        .bind::<Array<Text>, _>(ids)
        .bind::<Array<Nullable<Text>>, _>(users)
        .bind::<Array<Nullable<Binary>>, _>(hashes)
        .bind::<Nullable<Timestamp>, _>(rows::naive(now));
    let rows: Vec<Row> = Kept(query).load(connection).await?;
    let mut found: Vec<Option<Found>> = Vec::new();
    found.resize_with(group.len(), || None);
    for row in rows {
        let place = usize::try_from(row.number - 1).ok();
        if let Some(place) = place.and_then(|place| found.get_mut(place)) {
            // Who asks for what cannot be read is to be told so alone.
            *place = row.try_into().ok();
        }
    }
    Ok(found)
}

impl TryFrom<Row> for Found {
    type Error = diesel::result::Error;

    fn try_from(row: Row) -> QueryResult<Self> {
        Ok(Self {
            user_id: row.caller_id,
            organization: Some(row.organization.try_into()?),
            role: row.role.as_deref().map(rows::role).transpose()?,
            members_version: row.members_version,
        })
    }
}
