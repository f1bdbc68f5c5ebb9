//! The thread that writes, and commits in groups.
//!
//! A commit must wait for the disk. Jobs that arrive in the meantime share the next commit, so each costs less when
//! there are more of them. A job that fails undoes only its own writes: SQLite rolls back a failed statement, and a
//! transaction of several statements is a savepoint here. Results are sent only after the commit.

use std::collections::VecDeque;

use super::connection::{Connection, Slot, control};
use super::job::{Job, catch_panic};
use super::workers::{Queue, next_group};
use crate::store::error::StoreError;

/// The maximum size of a group. It limits how long the first job waits for the last, and how long other processes wait.
const MAX_GROUP: usize = 64;

/// Processes the queue until all senders are gone.
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

/// Runs the jobs in one transaction. After an error, closing the connection rolls back all of them.
fn commit(
    connection: &mut Connection,
    group: &mut VecDeque<Box<dyn Job>>,
) -> Result<(), StoreError> {
    // Takes the write lock at once: a transaction that reads first cannot get it later if another process
    // has written in the meantime.
    control(connection, "BEGIN IMMEDIATE")?;
    for job in group {
        let succeeded = catch_panic(|| job.run(connection))?;
        // Otherwise the later jobs would be written although the group fails.
        if !succeeded && has_ended(connection) {
            return Err(StoreError::internal("SQLite has undone the transaction"));
        }
    }
    control(connection, "COMMIT")?;
    Ok(())
}

/// Returns `true` if the transaction has ended, because SQLite rolls it back when the disk is full or fails. The check
/// relies on the fact that `BEGIN` fails within a transaction.
fn has_ended(connection: &mut Connection) -> bool {
    control(connection, "BEGIN").is_ok()
}
