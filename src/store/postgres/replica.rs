//! A replica, which serves reads within a short timeout.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use diesel::{ConnectionError, ConnectionResult, QueryResult};
use diesel_async::pooled_connection::deadpool::Pool;
use futures::FutureExt;
use tokio::time::timeout;

use super::Shared;
use super::connection::{self, Connection, Target};
use super::read_your_writes::{self, Identity};
use crate::causes::with_causes;
use crate::store::error::StoreError;
use crate::store::lookup::{Reader, Writes};

/// The time limit for the replica. After it, the primary serves the read.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(1);

/// The pause after a failure, during which no request uses the replica. Then one request tries it.
const RETRY_DELAY: Duration = Duration::from_secs(1);

/// A replica of the database.
pub struct Replica {
    pool: Pool<Connection>,
    /// The database of which this must be a replica.
    database: Arc<OnceLock<Identity>>,
    /// The time of the next attempt, while the replica fails.
    retry_at: Mutex<Option<Instant>>,
}

impl Replica {
    /// Parses the URL. The first request connects.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        let target = connection::parse_url(url)?;
        let database = Arc::new(OnceLock::new());
        let copied = Arc::clone(&database);
        let connect = move || connect(target.clone(), Arc::clone(&copied)).boxed();
        Ok(Self {
            pool: connection::pool(connect)?,
            database,
            retry_at: Mutex::new(None),
        })
    }

    /// Sets the database of which this must be a replica, once its writes are counted.
    pub(super) fn set_primary(&self, database: Identity) {
        // Every call sets the same value.
        let _ = self.database.set(database);
    }

    /// Runs a query on the replica. Returns `None` if the replica lacks writes of the reader or fails: the primary
    /// must then serve the read.
    pub async fn ask<T>(
        &self,
        reader: &Reader,
        query: impl AsyncFnOnce(&mut Shared<'_>) -> QueryResult<T>,
    ) -> Option<T> {
        let writes = reader.writes.as_ref()?;
        if !self.is_due() {
            return None;
        }
        let answer = Box::pin(timeout(
            ANSWER_TIMEOUT,
            self.try_ask(&reader.user_id, writes, query),
        ))
        .await;
        match answer.map_err(StoreError::unavailable).flatten() {
            Ok(answer) => {
                self.record_success();
                answer
            }
            Err(error) => {
                self.record_failure(&error);
                None
            }
        }
    }

    /// The counts are read before the query runs, on the same server, so the query sees at least those writes.
    async fn try_ask<T>(
        &self,
        user_id: &str,
        writes: &Writes,
        query: impl AsyncFnOnce(&mut Shared<'_>) -> QueryResult<T>,
    ) -> Result<Option<T>, StoreError> {
        let mut connection = self.pool.get().await.map_err(StoreError::unavailable)?;
        let mut connection = super::shared(&mut connection);
        if !read_your_writes::has_all(&mut connection, user_id, writes).await? {
            return Ok(None);
        }
        Ok(Some(query(&mut connection).await?))
    }

    /// Returns `true` while no request may use the replica.
    pub fn is_paused(&self) -> bool {
        let retry_at = *self.retry_at.lock().unwrap_or_else(PoisonError::into_inner);
        retry_at.is_some_and(|at| Instant::now() < at)
    }

    /// Returns `true` if this request may use the replica. While the replica fails, only one request at a time may.
    fn is_due(&self) -> bool {
        let mut retry_at = self.retry_at.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        match *retry_at {
            None => true,
            Some(at) if now < at => false,
            Some(_) => {
                *retry_at = Some(now + ANSWER_TIMEOUT + RETRY_DELAY);
                true
            }
        }
    }

    fn record_success(&self) {
        let mut retry_at = self.retry_at.lock().unwrap_or_else(PoisonError::into_inner);
        if retry_at.take().is_some() {
            tracing::info!("the replica responds again");
        }
    }

    fn record_failure(&self, error: &StoreError) {
        // The cause has probably broken the other connections too.
        self.pool.retain(|_, _| false);
        let mut retry_at = self.retry_at.lock().unwrap_or_else(PoisonError::into_inner);
        if retry_at.replace(Instant::now() + RETRY_DELAY).is_none() {
            let error = with_causes(error);
            tracing::warn!(
                error,
                "the replica failed: the primary serves its reads until it responds again"
            );
        }
    }
}

/// Connects, but refuses a server whose lag cannot be determined: see [`read_your_writes`].
async fn connect(
    target: Target,
    database: Arc<OnceLock<Identity>>,
) -> ConnectionResult<Connection> {
    let refused = |why: String| Err(ConnectionError::BadConnection(why));
    let mut connection = connection::connect(target).await?;
    match read_your_writes::inspect(&mut connection).await {
        Err(error) => refused(error.to_string()),
        Ok((identity, _)) if database.get() != Some(&identity) => {
            refused("the server is not a replica of the database".to_owned())
        }
        Ok((_, false)) => {
            refused("the replica has not yet applied the trigger that counts writes".to_owned())
        }
        Ok((_, true)) => Ok(connection),
    }
}
