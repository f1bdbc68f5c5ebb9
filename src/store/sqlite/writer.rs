//! The thread that writes, and commits in groups.
//!
//! A commit has to wait for the disk. What arrives meanwhile is committed together with the next
//! one, so the more requests there are the less each costs. Every job runs in its own savepoint:
//! one that fails takes back only what it did itself. Nobody is answered before the commit.

use std::iter;
use std::sync::PoisonError;

use diesel::SqliteConnection;
use diesel::connection::AnsiTransactionManager;
use diesel_async::{AsyncConnection, TransactionManager};
use futures::executor::block_on;

use super::connection::{Connection, Slot};
use super::job::{Job, attempt};
use super::workers::Queue;
use crate::store::error::StoreError;

type Transactions = <Connection as AsyncConnection>::TransactionManager;

/// Bounds how long the first of a group waits for the last, and how long other processes wait.
const GROUP: usize = 64;

/// Works off the queue until nobody can send to it any more.
pub(super) fn work(mut slot: Slot, queue: &Queue) {
    // For good: there is one writer.
    let queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
    while let Ok(first) = queue.recv() {
        let mut group: Vec<_> = iter::once(first)
            .chain(queue.try_iter())
            .take(GROUP)
            .filter(|job| !job.is_abandoned())
            .collect();
        let outcome = slot
            .connection()
            .and_then(|connection| block_on(commit(connection, &mut group)));
        if outcome.is_err() {
            slot.discard();
        }
        for job in group {
            job.answer(outcome.clone());
        }
    }
}

/// Runs the jobs in one transaction. An error undoes all of them.
async fn commit(connection: &mut Connection, group: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
    connection.spawn_blocking(begin).await?;
    for job in group {
        Transactions::begin_transaction(connection).await?;
        if attempt(job.as_mut(), connection).await? {
            Transactions::commit_transaction(connection).await?;
        } else {
            Transactions::rollback_transaction(connection).await?;
        }
    }
    Transactions::commit_transaction(connection).await?;
    Ok(())
}

/// Takes the write lock at once: a transaction that reads first and then wants to write cannot
/// get it any more when another process has written in between.
fn begin(connection: &mut SqliteConnection) -> diesel::QueryResult<()> {
    AnsiTransactionManager::begin_transaction_sql(connection, "BEGIN IMMEDIATE")
}
