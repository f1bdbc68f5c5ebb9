//! The connections that read, each on the thread that asks.

use std::sync::{Mutex, PoisonError};

use super::connection::{Access, Connection, Slot};
use super::job;
use crate::store::error::StoreError;

/// Connections that nobody is using.
///
/// A read takes microseconds, less than to wake another thread for it and to be woken when it is done. One
/// that needs the disk keeps its thread waiting; the other threads go on with what that one had to do.
pub(super) struct Readers {
    path: String,
    idle: Mutex<Vec<Slot>>,
}

impl Readers {
    /// Opens the first of them.
    pub(super) fn open(path: &str) -> Result<Self, StoreError> {
        Ok(Self {
            path: path.to_owned(),
            idle: Mutex::new(vec![Slot::open(path, Access::ReadOnly)?]),
        })
    }

    /// Does the work with a connection of its own: an idle one or, where there is none, another.
    pub(super) fn run<T, E: Into<StoreError>>(
        &self,
        work: impl AsyncFnOnce(&mut Connection) -> Result<T, E>,
    ) -> Result<T, StoreError> {
        let idle = self.idle().pop();
        let mut slot = idle.map_or_else(|| Slot::open(&self.path, Access::ReadOnly), Ok)?;
        // A panic goes on to whoever asked, and the connection is closed.
        let result = job::run(work, slot.connection()?);
        self.idle().push(slot);
        result
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Slot>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
