//! What the last operations have shown about the database, for the readiness of the server.

use std::sync::atomic::{AtomicBool, Ordering};

use super::error::StoreError;
use crate::causes::with_causes;

/// The state of a database. A failure is logged once, and its end too.
#[derive(Default)]
pub(super) struct Health {
    refuses_writes: AtomicBool,
    is_damaged: AtomicBool,
}

impl Health {
    /// Records that a write succeeded.
    pub(super) fn written(&self) {
        // Usually only a load, because every write comes here.
        if self.refuses_writes.load(Ordering::Relaxed)
            && self.refuses_writes.swap(false, Ordering::Relaxed)
        {
            tracing::info!("the database accepts writes again");
        }
    }

    /// Records an error of a read or a write.
    pub(super) fn failed(&self, error: &StoreError) {
        let (state, consequence) = match error {
            StoreError::Full(_) | StoreError::ReadOnly(_) | StoreError::Moved(_) => {
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

    /// Returns `true` since a write failed, until one succeeds.
    pub(super) fn refuses_writes(&self) -> bool {
        self.refuses_writes.load(Ordering::Relaxed)
    }

    /// Returns `true` since damage was noticed.
    pub(super) fn is_damaged(&self) -> bool {
        self.is_damaged.load(Ordering::Relaxed)
    }
}
