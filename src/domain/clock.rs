//! The present, and moments counted from it.

use std::time::Duration;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// The present, to the millisecond: what is stored is then what was answered, on every database.
pub fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(3)
}

/// The moment after a lifetime, or `None` where it is too far away to be written.
pub fn expiry(from: DateTime<Utc>, lifetime: Duration) -> Option<DateTime<Utc>> {
    from.checked_add_signed(TimeDelta::from_std(lifetime).ok()?)
}
