//! A replica: answers what it can, and within a short timeout.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use diesel::{ConnectionError, ConnectionResult, QueryResult};
use diesel_async::pooled_connection::deadpool::Pool;
use futures::FutureExt;
use tokio::time::timeout;
use tokio_postgres::Config;

use super::Shared;
use super::connection::{self, Connection};
use super::read_your_writes::{self, Identity};
use crate::causes::with_causes;
use crate::store::error::StoreError;
use crate::store::lookup::{Reader, Writes};

/// The time limit for the replica's answer, after which the primary is asked.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(1);

/// The time after a failure during which no request asks the replica. Then one request tries it.
const RETRY_DELAY: Duration = Duration::from_secs(1);

/// A replica of the database.
pub struct Replica {
    pool: Pool<Connection>,
    /// The database that it has to be a replica of.
    database: Arc<OnceLock<Identity>>,
    /// While the replica fails: when it is to be tried next.
    retry_at: Mutex<Option<Instant>>,
}

impl Replica {
    /// Reads the URL; connects when the first request comes.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        let config = connection::parse_url(url)?;
        let database = Arc::new(OnceLock::new());
        let copied = Arc::clone(&database);
        let connect = move || connect(config.clone(), Arc::clone(&copied)).boxed();
        Ok(Self {
            pool: connection::pool(connect)?,
            database,
            retry_at: Mutex::new(None),
        })
    }

    /// Sets which database it has to be a replica of, once the writes there are counted.
    pub(super) fn set_primary(&self, database: Identity) {
        // A second call sets the same.
        let _ = self.database.set(database);
    }

    /// The replica's answer; `None` when the primary has to give it: the replica does not have all that the
    /// reader wrote, or fails.
    pub async fn ask<T>(
        &self,
        reader: &Reader,
        query: impl AsyncFnOnce(&mut Shared<'_>) -> QueryResult<T>,
    ) -> Option<T> {
        let writes = reader.writes.as_ref()?;
        if !self.is_due() {
            return None;
        }
        let answer = timeout(ANSWER_TIMEOUT, self.try_ask(&reader.user_id, writes, query)).await;
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

    /// Returns `true` while no request may ask the replica.
    pub fn is_paused(&self) -> bool {
        let retry_at = *self.retry_at.lock().unwrap_or_else(PoisonError::into_inner);
        retry_at.is_some_and(|at| Instant::now() < at)
    }

    /// Returns `true` if this request may ask the replica. While the replica fails, only one at a time may.
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
            tracing::info!("the replica answers again");
        }
    }

    fn record_failure(&self, error: &StoreError) {
        // What ended this connection has probably ended the others.
        self.pool.retain(|_, _| false);
        let mut retry_at = self.retry_at.lock().unwrap_or_else(PoisonError::into_inner);
        if retry_at.replace(Instant::now() + RETRY_DELAY).is_none() {
            let error = with_causes(error);
            tracing::warn!(
                error,
                "the replica fails: the primary answers until it is back"
            );
        }
    }
}

/// Refuses a server whose lag could not be recognised: see [`read_your_writes`].
async fn connect(
    config: Config,
    database: Arc<OnceLock<Identity>>,
) -> ConnectionResult<Connection> {
    let refused = |why: String| Err(ConnectionError::BadConnection(why));
    let mut connection = connection::connect(config).await?;
    match read_your_writes::inspect(&mut connection).await {
        Err(error) => refused(error.to_string()),
        Ok((identity, _)) if database.get() != Some(&identity) => {
            refused("it is not a replica of the database".to_owned())
        }
        Ok((_, false)) => {
            refused("it is behind the first start of a node with a replica".to_owned())
        }
        Ok((_, true)) => Ok(connection),
    }
}
