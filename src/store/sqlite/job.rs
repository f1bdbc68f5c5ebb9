//! Jobs for a thread that owns a connection.

use std::panic::{AssertUnwindSafe, catch_unwind};

use futures::FutureExt;
use tokio::sync::oneshot;

use super::connection::Connection;
use crate::store::error::StoreError;

/// A [`Request`] without the type of its result.
pub(super) trait Job: Send {
    /// Returns `true` if nobody waits for the result any more.
    fn is_abandoned(&self) -> bool;

    /// Does the work and keeps the result. Returns the error if it failed.
    fn run(&mut self, connection: &mut Connection) -> Result<(), StoreError>;

    /// Sends the result, or the error because of which it was rolled back.
    fn answer(self: Box<Self>, outcome: Result<(), StoreError>);
}

/// A closure over a connection, and the channel for its result.
pub(super) struct Request<F, T> {
    work: Option<F>,
    result: Option<Result<T, StoreError>>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<F, T> Request<F, T> {
    pub(super) fn new(work: F, reply: oneshot::Sender<Result<T, StoreError>>) -> Self {
        Self {
            work: Some(work),
            result: None,
            reply,
        }
    }
}

impl<F, T, E> Job for Request<F, T>
where
    F: AsyncFnOnce(&mut Connection) -> Result<T, E> + Send,
    T: Send,
    E: Into<StoreError>,
{
    fn is_abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn run(&mut self, connection: &mut Connection) -> Result<(), StoreError> {
        self.result = self.work.take().map(|work| run(work, connection));
        match &self.result {
            Some(Err(error)) => Err(error.clone()),
            _ => Ok(()),
        }
    }

    fn answer(self: Box<Self>, outcome: Result<(), StoreError>) {
        let Self { result, reply, .. } = *self;
        let undone = || Err(StoreError::internal("the work was not done"));
        // Sending fails if the caller is gone.
        let _ = reply.send(outcome.and_then(|()| result.unwrap_or_else(undone)));
    }
}

/// Does the work on this thread.
pub(super) fn run<T, E: Into<StoreError>>(
    work: impl AsyncFnOnce(&mut Connection) -> Result<T, E>,
    connection: &mut Connection,
) -> Result<T, StoreError> {
    let waited = || Err(StoreError::internal("a query for SQLite had to wait"));
    work(connection)
        .now_or_never()
        .map_or_else(waited, |result| result.map_err(Into::into))
}

/// Calls `work`. An error means that it panicked, and that the state of the connection is unknown.
pub(super) fn catch_panic<T>(work: impl FnOnce() -> T) -> Result<T, StoreError> {
    catch_unwind(AssertUnwindSafe(work))
        .map_err(|_| StoreError::internal("panicked while working on the database"))
}
