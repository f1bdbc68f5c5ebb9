//! The thread that writes, and commits in groups.
//!
//! A commit has to wait for the disk. What arrives meanwhile is committed together with the next
//! one, so the more requests there are the less each costs. One that fails takes back only what it did itself: a
//! statement does so by itself, and what consists of several runs in a savepoint. Nobody is answered before the commit.

use std::iter;

use super::connection::{Connection, Slot, control};
use super::job::{Job, guarded};
use super::workers::Queue;
use crate::store::error::StoreError;

/// Bounds how long the first of a group waits for the last, and how long other processes wait.
const GROUP: usize = 64;

/// Works off the queue until nobody can send to it any more.
pub(super) fn work(mut slot: Slot, queue: &Queue) {
    while let Ok(first) = queue.recv() {
        let mut group: Vec<_> = iter::once(first)
            .chain(queue.try_iter())
            .take(GROUP)
            .filter(|job| !job.is_abandoned())
            .collect();
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
fn commit(connection: &mut Connection, group: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
    // Takes the write lock at once: a transaction that reads first and then wants to write cannot
    // get it any more when another process has written in between.
    control(connection, "BEGIN IMMEDIATE")?;
    for job in group {
        if job.is_transaction() {
            in_savepoint(connection, job)?;
        } else {
            guarded(|| job.run(connection))?;
        }
    }
    control(connection, "COMMIT")?;
    Ok(())
}

fn in_savepoint(connection: &mut Connection, job: &mut Box<dyn Job>) -> Result<(), StoreError> {
    control(connection, "SAVEPOINT job")?;
    if !guarded(|| job.run(connection))? {
        control(connection, "ROLLBACK TO job")?;
    }
    control(connection, "RELEASE job")?;
    Ok(())
}
