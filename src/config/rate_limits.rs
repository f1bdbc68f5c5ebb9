//! Limits on the number of requests in a time.

use std::num::NonZeroU32;
use std::str::FromStr;

use clap::Args;

/// The limits that keep one client from taking the server from the others.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Limits")]
pub struct RateLimitsConfig {
    /// The maximum number of requests a minute for each caller, on this node; `off` for no limit
    #[arg(
        long,
        env = "ORGD_RATE_LIMIT",
        default_value = "6000",
        value_name = "REQUESTS"
    )]
    pub rate_limit: PerMinute,
    /// The maximum number of requests without a valid credential a minute for each client address, on this node; `off`
    /// for no limit
    #[arg(
        long,
        env = "ORGD_UNAUTHENTICATED_RATE_LIMIT",
        default_value = "120",
        value_name = "REQUESTS"
    )]
    pub unauthenticated_rate_limit: PerMinute,
}

/// A number of requests a minute, or no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PerMinute(Option<NonZeroU32>);

impl PerMinute {
    /// The number of requests; `None` for no limit.
    pub fn per_minute(self) -> Option<NonZeroU32> {
        self.0
    }
}

impl FromStr for PerMinute {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "off" {
            return Ok(Self(None));
        }
        let number = text.parse().ok().map(Some);
        number
            .map(Self)
            .ok_or("must be a number from 1 to 4294967295, or `off`")
    }
}
