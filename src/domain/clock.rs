//! The current time, and times relative to it.

use std::time::Duration;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// The current time, to the millisecond, so that stored times equal those in responses on every database.
pub fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(3)
}

/// The end of a lifetime, or `None` if the time cannot be represented.
pub fn expiry(from: DateTime<Utc>, lifetime: Duration) -> Option<DateTime<Utc>> {
    from.checked_add_signed(TimeDelta::from_std(lifetime).ok()?)
}
