//! Threads that own connections, and the queue from which they take their work.

use std::collections::VecDeque;
use std::iter;
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Receiver, Sender, unbounded};
use tokio::sync::oneshot;

use super::connection::{Connection, Slot};
use super::job::{Job, Request};
use crate::store::error::StoreError;

/// The queue from which the threads take jobs.
pub(super) type Queue = Receiver<Box<dyn Job>>;

/// Waits for a job, and takes up to `most` queued jobs without the abandoned ones. Returns `None` when all senders are
/// gone.
pub(super) fn next_group(queue: &Queue, most: usize) -> Option<VecDeque<Box<dyn Job>>> {
    let first = queue.recv().ok()?;
    let group = iter::once(first).chain(queue.try_iter()).take(most);
    Some(group.filter(|job| !job.is_abandoned()).collect())
}

/// A queue and the threads that process it. On drop, the threads finish the queued jobs.
pub(super) struct Workers {
    jobs: Sender<Box<dyn Job>>,
    // Last, because it waits for the threads, which stop only when the sender above is dropped.
    _threads: Threads,
}

impl Workers {
    /// Starts a thread for each connection.
    pub(super) fn start(
        name: &str,
        connections: Vec<Slot>,
        work: fn(Slot, &Queue),
    ) -> Result<Self, StoreError> {
        let (jobs, queue) = unbounded();
        let mut threads = Threads::default();
        for connection in connections {
            let queue = queue.clone();
            let thread = thread::Builder::new()
                .name(name.to_owned())
                .spawn(move || work(connection, &queue))
                .map_err(StoreError::unavailable)?;
            threads.0.push(thread);
        }
        Ok(Self {
            jobs,
            _threads: threads,
        })
    }

    /// The number of jobs that wait for a thread.
    pub(super) fn waiting(&self) -> usize {
        self.jobs.len()
    }

    /// Runs the work on one of the threads.
    pub(super) async fn submit<F, T, E>(&self, work: F) -> Result<T, StoreError>
    where
        F: AsyncFnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: Into<StoreError>,
    {
        let (reply, answer) = oneshot::channel();
        self.jobs
            .send(Box::new(Request::new(work, reply)))
            .map_err(|_| StoreError::internal("the SQLite threads have stopped"))?;
        answer
            .await
            .map_err(|_| StoreError::internal("a SQLite thread stopped at work"))?
    }
}

/// Waits for the threads on drop, so that their connections are closed in order.
#[derive(Default)]
struct Threads(Vec<JoinHandle<()>>);

impl Drop for Threads {
    fn drop(&mut self) {
        for thread in self.0.drain(..) {
            // A job may hold the last reference to the store: a thread cannot wait for itself.
            if thread.thread().id() != thread::current().id() {
                // An error is a panic of the thread, which was already reported.
                let _ = thread.join();
            }
        }
    }
}
