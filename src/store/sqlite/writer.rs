//! The thread that writes, and commits in groups.
//!
//! A commit must wait for the disk. Jobs that arrive in the meantime share the next commit, so each costs less when
//! there are more of them. A job that fails undoes only its own writes: SQLite rolls back a failed statement, and a
//! transaction of several statements is a savepoint here. Results are sent only after the commit.

use std::collections::VecDeque;
use std::sync::Arc;

use super::connection::{Connection, Slot, control};
use super::job::{Job, catch_panic};
use super::workers::{Queue, next_group};
use crate::store::error::StoreError;
use crate::store::health::Health;

/// The maximum size of a group. It limits how long the first job waits for the last, and how long other processes wait.
const MAX_GROUP: usize = 64;

/// Processes the queue until all senders are gone.
pub(super) fn work(mut slot: Slot, queue: &Queue) {
    while let Some(mut group) = next_group(queue, MAX_GROUP) {
        let outcome = write(&mut slot, &mut group);
        for job in group {
            job.answer(outcome.clone());
        }
    }
}

/// Commits the group, to the file that is at its path: what is written to a removed file is lost.
fn write(slot: &mut Slot, group: &mut VecDeque<Box<dyn Job>>) -> Result<(), StoreError> {
    let state = Arc::clone(&slot.state);
    let outcome = slot
        .connection()
        .and_then(|connection| commit(connection, group, &state.health));
    if let Err(error) = &outcome {
        state.health.failed(error);
        slot.discard();
    }
    outcome.and_then(|()| state.check_file())
}

/// Runs the jobs in one transaction. After an error, closing the connection rolls back all of them.
fn commit(
    connection: &mut Connection,
    group: &mut VecDeque<Box<dyn Job>>,
    health: &Health,
) -> Result<(), StoreError> {
    // Takes the write lock at once: a transaction that reads first cannot get it later if another process
    // has written in the meantime.
    control(connection, "BEGIN IMMEDIATE")?;
    let mut failed = false;
    for job in group {
        if let Err(error) = catch_panic(|| job.run(connection))? {
            failed = true;
            health.failed(&error);
            // Otherwise the later jobs would be written although the group fails.
            if has_ended(connection) {
                return Err(error);
            }
        }
    }
    control(connection, "COMMIT")?;
    if !failed {
        health.written();
    }
    Ok(())
}

/// Returns `true` if the transaction has ended, because SQLite rolls it back when the disk is full or fails. The check
/// relies on the fact that `BEGIN` fails within a transaction.
fn has_ended(connection: &mut Connection) -> bool {
    control(connection, "BEGIN").is_ok()
}
