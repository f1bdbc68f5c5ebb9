//! Generations of connections: when the server has become read-only, all connections to it are given up at once.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The minimum age of a generation. As long as no server accepts writes, connecting more often would only cost.
const MIN_AGE: Duration = Duration::from_secs(1);

/// The number of the current generation.
#[derive(Default)]
pub(super) struct Generation {
    number: AtomicU64,
    began: Mutex<Option<Instant>>,
}

impl Generation {
    pub(super) fn current(&self) -> u64 {
        self.number.load(Ordering::Relaxed)
    }

    /// Ends the current generation, so that its connections are used no more. Returns `false` if it is too young.
    pub(super) fn end(&self) -> bool {
        let mut began = self.began.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if began.is_some_and(|began| now < began + MIN_AGE) {
            return false;
        }
        *began = Some(now);
        self.number.fetch_add(1, Ordering::Relaxed);
        true
    }
}
