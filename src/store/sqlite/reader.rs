//! The threads that read.

use std::sync::PoisonError;

use super::connection::Slot;
use super::job::{Job, guarded};
use super::workers::Queue;

/// Works off the queue, beside the other readers, until nobody can send to it any more.
pub(super) fn work(mut slot: Slot, queue: &Queue) {
    while let Some(mut job) = next(queue) {
        if job.is_abandoned() {
            continue;
        }
        let outcome = slot
            .connection()
            .and_then(|connection| guarded(|| job.run(connection)));
        if outcome.is_err() {
            slot.discard();
        }
        job.answer(outcome.map(drop));
    }
}

/// One idle reader waits for the next job, the others wait for their turn to wait.
fn next(queue: &Queue) -> Option<Box<dyn Job>> {
    let queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
    queue.recv().ok()
}
