//! Looks up organizations for several requests with one statement.
//!
//! Most of the cost of a lookup by key, on both sides, is the overhead of the statement. Requests that arrive while
//! statements are running share the next statement, so each costs less when there are more of them.

use std::sync::Arc;

use chrono::NaiveDateTime;
use diesel::dsl::AsSelect;
use diesel::expression::Expression;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Binary, Nullable, Text, Timestamp};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{Semaphore, oneshot};

use super::RunQueryDsl;
use super::pipeline::{PipelinedConnections, Shared};
use crate::store::error::StoreError;
use crate::store::lookup::{Credential, Lookup, Seen};
use crate::store::rows::{self, OrganizationRow};

/// The maximum size of a batch, which limits how long the first lookup waits for the last.
const MAX_BATCH: usize = 64;

/// Collects lookups into batches.
pub(super) struct LookupBatcher {
    queue: UnboundedSender<Pending>,
}

/// A lookup that waits for its result.
struct Pending {
    lookup: Lookup,
    reply: oneshot::Sender<Result<Option<Seen>, StoreError>>,
}

impl LookupBatcher {
    /// Starts a batcher that runs one statement at a time on each of these connections.
    pub(super) fn start(connections: Arc<PipelinedConnections>) -> Self {
        let (sender, queue) = unbounded_channel();
        tokio::spawn(work(queue, connections));
        Self { queue: sender }
    }

    /// Finds the organization and the caller's role, or `None` if the caller or the organization does not exist.
    pub(super) async fn find(&self, lookup: Lookup) -> Result<Option<Seen>, StoreError> {
        let (reply, answer) = oneshot::channel();
        let stopped = || StoreError::internal("the lookups have stopped");
        let pending = Pending { lookup, reply };
        self.queue.send(pending).map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }
}

/// Processes the queue until all senders are gone.
async fn work(mut queue: UnboundedReceiver<Pending>, connections: Arc<PipelinedConnections>) {
    let permits = Arc::new(Semaphore::new(connections.count()));
    while let Ok(permit) = Arc::clone(&permits).acquire_owned().await {
        let mut batch = Vec::new();
        if queue.recv_many(&mut batch, MAX_BATCH).await == 0 {
            return;
        }
        let connections = Arc::clone(&connections);
        tokio::spawn(async move {
            answer(&connections, batch).await;
            drop(permit);
        });
    }
}

async fn answer(connections: &PipelinedConnections, batch: Vec<Pending>) {
    let outcome = connections
        .run(async |connection| find(connection, &batch).await)
        .await;
    let (mut found, failure) = match outcome {
        Ok(found) => (found, None),
        Err(error) => (Vec::new(), Some(error)),
    };
    found.resize_with(batch.len(), || None);
    for (pending, seen) in batch.into_iter().zip(found) {
        let answer = failure.clone().map_or(Ok(seen), Err);
        // Sending fails if the caller is gone.
        let _ = pending.reply.send(answer);
    }
}

/// Finds the organizations of the batch, in the order of its lookups.
async fn find(connection: &mut Shared<'_>, batch: &[Pending]) -> QueryResult<Vec<Option<Seen>>> {
    let rows: Vec<Row> = FindBatch::new(batch).load(connection).await?;
    let mut found: Vec<Option<Seen>> = Vec::new();
    found.resize_with(batch.len(), || None);
    for row in rows {
        let place = usize::try_from(row.0 - 1).ok();
        if let Some(place) = place.and_then(|place| found.get_mut(place)) {
            // An unreadable row must not fail the whole batch. Its lookup is repeated alone, and only that one fails.
            *place = seen(row).ok();
        }
    }
    Ok(found)
}

/// The number of the lookup, the caller's ID and role, the version of the members, and the organization.
type Row = (i64, String, Option<String>, i64, OrganizationRow);

fn seen((_, user_id, role, members_version, organization): Row) -> QueryResult<Seen> {
    Ok(Seen {
        user_id,
        organization: organization.try_into()?,
        role: role.as_deref().map(rows::role).transpose()?,
        members_version,
    })
}

/// Like `queries::find_organization`, but for many lookups, and without a row if the caller or the organization does
/// not exist. Diesel cannot express a table of arguments.
struct FindBatch<'a> {
    columns: AsSelect<OrganizationRow, Pg>,
    ids: Vec<&'a str>,
    user_ids: Vec<Option<&'a str>>,
    hashes: Vec<Option<&'a [u8]>>,
    now: Option<NaiveDateTime>,
}

impl<'a> FindBatch<'a> {
    fn new(batch: &'a [Pending]) -> Self {
        let lookups = batch.iter().map(|pending| &pending.lookup);
        let (user_ids, hashes) = lookups
            .clone()
            .map(|lookup| match &lookup.credential {
                Credential::User(id) => (Some(id.as_str()), None),
                Credential::Key(hash) => (None, Some(hash.as_slice())),
            })
            .unzip();
        Self {
            columns: OrganizationRow::as_select(),
            ids: lookups.clone().map(|lookup| lookup.id.as_str()).collect(),
            user_ids,
            hashes,
            now: rows::naive(lookups.map(|lookup| lookup.now).max()),
        }
    }
}

impl Query for FindBatch<'_> {
    type SqlType = (
        BigInt,
        Text,
        Nullable<Text>,
        BigInt,
        <AsSelect<OrganizationRow, Pg> as Expression>::SqlType,
    );
}

// The text is the same for every batch, so Diesel can cache the statement by its type.
impl QueryId for FindBatch<'_> {
    type QueryId = FindBatch<'static>;

    const HAS_STATIC_QUERY_ID: bool = true;
}

impl QueryFragment<Pg> for FindBatch<'_> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        pass.push_sql(
            "SELECT lookup.number, users.id, memberships.role, organizations.members_version, ",
        );
        self.columns.walk_ast(pass.reborrow())?;
        pass.push_sql(" FROM unnest(");
        pass.push_bind_param::<Array<Text>, _>(&self.ids)?;
        pass.push_sql(", ");
        pass.push_bind_param::<Array<Nullable<Text>>, _>(&self.user_ids)?;
        pass.push_sql(", ");
        pass.push_bind_param::<Array<Nullable<Binary>>, _>(&self.hashes)?;
        pass.push_sql(
            ") WITH ORDINALITY AS lookup (organization_id, user_id, hash, number)
            LEFT JOIN api_keys ON api_keys.hash = lookup.hash AND api_keys.revoked_at IS NULL
                AND (api_keys.expires_at IS NULL OR api_keys.expires_at > ",
        );
        pass.push_bind_param::<Nullable<Timestamp>, _>(&self.now)?;
        pass.push_sql(
            ")
            JOIN users ON users.id = coalesce(lookup.user_id, api_keys.user_id)
                AND users.deactivated_at IS NULL
            JOIN organizations ON organizations.id = lookup.organization_id
                AND organizations.deleted_at IS NULL
            LEFT JOIN memberships ON memberships.organization_id = organizations.id
                AND memberships.user_id = users.id",
        );
        Ok(())
    }
}

impl<C> diesel::RunQueryDsl<C> for FindBatch<'_> {}
