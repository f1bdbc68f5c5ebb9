//! Connections that many requests use at the same time.
//!
//! A statement is sent without waiting for the results of earlier ones (pipelining), so one wake-up of the server,
//! and one of orgd, handles several requests. This works only for single statements: a transaction needs a
//! connection of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::{ConnectionResult, QueryResult};
use tokio::sync::Mutex;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::connection::{self, ACQUIRE_TIMEOUT, ANSWER_TIMEOUT, Connection, Target};
use super::generation::Generation;
use crate::causes::with_causes;
use crate::store::error::StoreError;

/// A connection for single statements.
pub type Shared<'a> = &'a Connection;

/// The connection, for a single statement.
pub fn shared(connection: &mut Connection) -> Shared<'_> {
    connection
}

/// A fixed number of connections, opened on demand.
pub(super) struct PipelinedConnections {
    target: Target,
    slots: Vec<Mutex<Option<Arc<Open>>>>,
    next: AtomicUsize,
    generation: Arc<Generation>,
}

/// A connection that was opened and may be lost.
struct Open {
    connection: Connection,
    generation: u64,
    /// Sends and receives data. Ends with the connection.
    driver: JoinHandle<()>,
}

impl PipelinedConnections {
    pub(super) fn new(target: Target, count: usize, generation: Arc<Generation>) -> Self {
        Self {
            target,
            slots: (0..count).map(|_| Mutex::default()).collect(),
            next: AtomicUsize::new(0),
            generation,
        }
    }

    /// Runs a query on one of the connections. On a timeout, the connection is closed, so that the query is not
    /// executed later.
    pub(super) async fn run<T>(
        &self,
        query: impl AsyncFnOnce(&mut Shared<'_>) -> QueryResult<T>,
    ) -> Result<T, StoreError> {
        let open = timeout(ACQUIRE_TIMEOUT, self.connection())
            .await
            .map_err(StoreError::unavailable)??;
        let mut connection = &open.connection;
        match timeout(ANSWER_TIMEOUT, query(&mut connection)).await {
            Ok(answer) => Ok(answer?),
            Err(error) => {
                open.driver.abort();
                Err(StoreError::unavailable(error))
            }
        }
    }

    /// The number of connections.
    pub(super) fn count(&self) -> usize {
        self.slots.len()
    }

    async fn connection(&self) -> Result<Arc<Open>, StoreError> {
        let number = self.next.fetch_add(1, Ordering::Relaxed) % self.slots.len();
        let mut slot = self.slots[number].lock().await;
        let generation = self.generation.current();
        let is_usable =
            |open: &&Arc<Open>| open.generation == generation && !open.driver.is_finished();
        if let Some(open) = slot.as_ref().filter(is_usable) {
            return Ok(Arc::clone(open));
        }
        let open = open(self.target.clone(), generation)
            .await
            .map_err(StoreError::unavailable)?;
        let open = Arc::new(open);
        *slot = Some(Arc::clone(&open));
        Ok(open)
    }
}

async fn open(target: Target, generation: u64) -> ConnectionResult<Open> {
    let (client, connection) = connection::start(&target)
        .await
        .map_err(connection::refused)?;
    let driver = tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::warn!(
                error = with_causes(&error),
                "a connection to PostgreSQL failed"
            );
        }
    });
    let connection = Connection::try_from(client).await?;
    Ok(Open {
        connection,
        generation,
        driver,
    })
}

impl Drop for Open {
    fn drop(&mut self) {
        self.driver.abort();
    }
}
