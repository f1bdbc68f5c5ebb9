//! The thread that writes, and commits in groups.
//!
//! A commit has to wait for the disk. What arrives meanwhile is committed together with the next
//! one, so the more requests there are the less each costs. One that fails takes back only what it did itself: a
//! statement does so by itself, and several do where they are a transaction, which here is a savepoint. Nobody is
//! answered before the commit.

use std::collections::VecDeque;

use super::connection::{Connection, Slot, control};
use super::job::{Job, catch_panic};
use super::workers::{Queue, next_group};
use crate::store::error::StoreError;

/// Bounds how long the first of a group waits for the last, and how long other processes wait.
const MAX_GROUP: usize = 64;

/// Works off the queue until nobody can send to it any more.
pub(super) fn work(mut slot: Slot, queue: &Queue) {
    while let Some(mut group) = next_group(queue, MAX_GROUP) {
        let outcome = slot
            .connection()
            .and_then(|connection| commit(connection, &mut group));
        if outcome.is_err() {
            slot.discard();
        }
        for job in group {
            job.answer(outcome.clone());
        }
    }
}

/// Runs the jobs in one transaction. An error undoes all of them, once the connection is closed.
fn commit(
    connection: &mut Connection,
    group: &mut VecDeque<Box<dyn Job>>,
) -> Result<(), StoreError> {
    // Takes the write lock at once: a transaction that reads first and then wants to write cannot
    // get it any more when another process has written in between.
    control(connection, "BEGIN IMMEDIATE")?;
    for job in group {
        let succeeded = catch_panic(|| job.run(connection))?;
        // Otherwise the jobs after it would be written although the group fails.
        if !succeeded && has_ended(connection) {
            return Err(StoreError::internal("SQLite has undone the transaction"));
        }
    }
    control(connection, "COMMIT")?;
    Ok(())
}

/// Returns `true` if the transaction has ended: SQLite rolls it back when the disk is full or fails. Within a
/// transaction, `BEGIN` fails.
fn has_ended(connection: &mut Connection) -> bool {
    control(connection, "BEGIN").is_ok()
}
