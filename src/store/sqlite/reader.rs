//! The threads that read, in groups.
//!
//! The begin and end of a read transaction cost about as much as finding a row, so queued jobs share one transaction.
//! It begins after its jobs were taken from the queue, so each job sees everything that was committed before it was
//! queued.

use std::collections::VecDeque;
use std::sync::Arc;

use super::connection::{Connection, Slot, control};
use super::job::{Job, catch_panic};
use super::workers::{Queue, next_group};
use crate::store::error::StoreError;
use crate::store::health::Health;

/// The maximum size of a group. It limits the work that waits for one reader while another is idle.
const MAX_GROUP: usize = 8;

/// Processes the queue, concurrently with the other readers, until all senders are gone.
pub(super) fn work(mut slot: Slot, queue: &Queue) {
    while let Some(mut group) = next_group(queue, MAX_GROUP) {
        let state = Arc::clone(&slot.state);
        let outcome = slot
            .connection()
            .and_then(|connection| read(connection, &mut group, &state.health));
        if let Err(error) = outcome {
            slot.discard();
            for job in group {
                job.answer(Err(error.clone()));
            }
        }
    }
}

/// Runs the jobs in one transaction and sends each result at once. After an error, the unfinished jobs stay in the
/// group.
fn read(
    connection: &mut Connection,
    group: &mut VecDeque<Box<dyn Job>>,
    health: &Health,
) -> Result<(), StoreError> {
    control(connection, "BEGIN")?;
    while let Some(mut job) = group.pop_front() {
        let outcome = catch_panic(|| job.run(connection));
        if let Ok(Err(error)) = &outcome {
            health.failed(error);
        }
        let outcome = outcome.map(drop);
        job.answer(outcome.clone());
        outcome?;
    }
    control(connection, "COMMIT")?;
    Ok(())
}
