//! What the last operations have shown about the database, for the readiness of the server.

use std::sync::atomic::{AtomicBool, Ordering};

use super::error::StoreError;
use crate::causes::with_causes;

/// The state of a database. A failure is logged once, and its end too.
#[derive(Default)]
pub(super) struct Health {
    is_full: AtomicBool,
    refuses_writes: AtomicBool,
    is_damaged: AtomicBool,
}

impl Health {
    /// Records that a write succeeded, which may have needed no room.
    pub(super) fn written(&self) {
        // Usually only a load, because every write comes here.
        if self.refuses_writes.load(Ordering::Relaxed)
            && self.refuses_writes.swap(false, Ordering::Relaxed)
        {
            tracing::info!("the database accepts writes again");
        }
    }

    /// Records that a write that needs room succeeded.
    pub(super) fn found_room(&self) {
        if self.is_full() && self.is_full.swap(false, Ordering::Relaxed) {
            tracing::info!("the disk of the database has room again");
        }
    }

    /// Records an error of a read or a write.
    pub(super) fn failed(&self, error: &StoreError) {
        let (state, consequence) = match error {
            StoreError::Full(_) => (&self.is_full, "the database has no room for writes"),
            StoreError::ReadOnly(_) | StoreError::Moved(_) => {
                (&self.refuses_writes, "the database refuses writes")
            }
            StoreError::Damaged(_) => (&self.is_damaged, "the database is damaged"),
            _ => return,
        };
        if !state.swap(true, Ordering::Relaxed) {
            let error = with_causes(error);
            tracing::error!(error, "{consequence}: the server is not ready");
        }
    }

    /// Returns `true` since the disk was full, until a write that needs room succeeds.
    pub(super) fn is_full(&self) -> bool {
        self.is_full.load(Ordering::Relaxed)
    }

    /// Returns `true` since a write failed for another reason, until one succeeds.
    pub(super) fn refuses_writes(&self) -> bool {
        self.refuses_writes.load(Ordering::Relaxed)
    }

    /// Returns `true` since damage was noticed.
    pub(super) fn is_damaged(&self) -> bool {
        self.is_damaged.load(Ordering::Relaxed)
    }
}
