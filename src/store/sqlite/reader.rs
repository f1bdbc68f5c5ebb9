//! The threads that read.

use super::connection::Slot;
use super::job::guarded;
use super::workers::Queue;

/// Works off the queue, beside the other readers, until nobody can send to it any more.
pub(super) fn work(mut slot: Slot, queue: &Queue) {
    while let Ok(mut job) = queue.recv() {
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
