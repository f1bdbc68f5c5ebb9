//! The current time, and times relative to it.

use std::time::Duration;

use chrono::{DateTime, SecondsFormat, SubsecRound, TimeDelta, Utc};

/// The current time, to the millisecond, so that stored times equal those in responses on every database.
pub fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(3)
}

/// The time in the format of RFC 3339, as in responses.
pub fn rfc3339(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// The end of a lifetime, or `None` if the time cannot be represented.
pub fn expiry(from: DateTime<Utc>, lifetime: Duration) -> Option<DateTime<Utc>> {
    from.checked_add_signed(TimeDelta::from_std(lifetime).ok()?)
}
