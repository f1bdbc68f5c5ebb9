//! Work on its way to a thread that owns a connection.

use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use tokio::sync::oneshot;

use super::connection::Connection;
use crate::store::error::StoreError;

/// What a thread needs to know of a [`Request`], whatever its result.
pub(super) trait Job: Send {
    /// Whether nobody waits for the answer any more.
    fn is_abandoned(&self) -> bool;

    /// Does the work and keeps the result; says whether it succeeded.
    fn run<'a>(&'a mut self, connection: &'a mut Connection) -> LocalBoxFuture<'a, bool>;

    /// Answers with the result, or with the failure that undid it.
    fn answer(self: Box<Self>, outcome: Result<(), StoreError>);
}

/// A closure over a connection, and whom to tell what came of it.
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

    fn run<'a>(&'a mut self, connection: &'a mut Connection) -> LocalBoxFuture<'a, bool> {
        async move {
            let Some(work) = self.work.take() else {
                return false;
            };
            let result = work(connection).await.map_err(Into::into);
            let succeeded = result.is_ok();
            self.result = Some(result);
            succeeded
        }
        .boxed_local()
    }

    fn answer(self: Box<Self>, outcome: Result<(), StoreError>) {
        let Self { result, reply, .. } = *self;
        let undone = || Err(StoreError::internal("the work was not done"));
        // Sending fails when the caller has gone.
        let _ = reply.send(outcome.and_then(|()| result.unwrap_or_else(undone)));
    }
}

/// Runs the job. An error means that it panicked: the connection is then in an unknown state.
pub(super) async fn attempt(
    job: &mut dyn Job,
    connection: &mut Connection,
) -> Result<bool, StoreError> {
    AssertUnwindSafe(job.run(connection))
        .catch_unwind()
        .await
        .map_err(|_| StoreError::internal("panicked while working on the database"))
}
