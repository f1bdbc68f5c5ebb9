//! The threads that read, in groups.
//!
//! To begin and to end a read costs about as much as to find a row, so what has queued up is read in one
//! transaction. It begins when its jobs have been taken from the queue: each sees everything that was committed
//! before it was asked for.

use std::collections::VecDeque;

use super::connection::{Connection, Slot, control};
use super::job::{Job, catch_panic};
use super::workers::{Queue, next_group};
use crate::store::error::StoreError;

/// Bounds how much waits for one reader while another may have nothing to do.
const MAX_GROUP: usize = 8;

/// Works off the queue, beside the other readers, until nobody can send to it any more.
pub(super) fn work(mut slot: Slot, queue: &Queue) {
    while let Some(mut group) = next_group(queue, MAX_GROUP) {
        let outcome = slot
            .connection()
            .and_then(|connection| read(connection, &mut group));
        if let Err(error) = outcome {
            slot.discard();
            for job in group {
                job.answer(Err(error.clone()));
            }
        }
    }
}

/// Does the jobs in one transaction and answers each as soon as it is done; an error leaves those in the group
/// that it kept from being done.
fn read(connection: &mut Connection, group: &mut VecDeque<Box<dyn Job>>) -> Result<(), StoreError> {
    control(connection, "BEGIN")?;
    while let Some(mut job) = group.pop_front() {
        let outcome = catch_panic(|| job.run(connection)).map(drop);
        job.answer(outcome.clone());
        outcome?;
    }
    control(connection, "COMMIT")?;
    Ok(())
}
