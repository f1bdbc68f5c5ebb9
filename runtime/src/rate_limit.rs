//! Rate limits, as responses state them.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue};

/// A rate limit, after a request was counted against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// The number of requests that are admitted at once after a pause.
    pub limit: u32,
    /// How many requests are still admitted at once.
    pub remaining: u32,
    /// The time until `remaining` is `limit` again.
    pub reset: Duration,
    /// The time until a request is admitted, if this one is not.
    pub retry_after: Option<Duration>,
}

impl RateLimit {
    /// `X-RateLimit-Limit`, `X-RateLimit-Remaining`, and `X-RateLimit-Reset` in seconds.
    pub(crate) fn headers(&self) -> [(HeaderName, HeaderValue); 3] {
        [
            (
                HeaderName::from_static("x-ratelimit-limit"),
                self.limit.into(),
            ),
            (
                HeaderName::from_static("x-ratelimit-remaining"),
                self.remaining.into(),
            ),
            (
                HeaderName::from_static("x-ratelimit-reset"),
                seconds(self.reset).into(),
            ),
        ]
    }
}

/// Whole seconds, rounded up.
pub(crate) fn seconds(duration: Duration) -> u64 {
    duration.as_secs() + u64::from(duration.subsec_nanos() > 0)
}
