//! Limits on the number of requests that this process answers for a caller, or for an address without a valid
//! credential.

use std::convert::Infallible;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Instant;

use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use orgd_runtime::RateLimit;
use quick_cache::sync::Cache;

use crate::config::rate_limits::RateLimitsConfig;

/// The maximum number of callers, and of addresses, whose requests are counted. The least used are forgotten first:
/// their count starts anew.
const MAX_COUNTED: usize = 10_000;

/// The rate limits of a process.
pub struct RateLimits {
    callers: Option<Limiters<String>>,
    addresses: Option<Limiters<IpAddr>>,
    /// The addresses whose limit is exhausted, and until when.
    blocked: Cache<IpAddr, Instant>,
}

impl RateLimits {
    /// Creates the configured limits.
    pub fn new(config: &RateLimitsConfig) -> Self {
        Self {
            callers: config.rate_limit.per_minute().map(Limiters::new),
            addresses: config
                .unauthenticated_rate_limit
                .per_minute()
                .map(Limiters::new),
            blocked: Cache::new(MAX_COUNTED),
        }
    }

    /// Counts a request of a user, by all of their credentials.
    pub fn count_user(&self, id: &str) -> Option<RateLimit> {
        Some(self.callers.as_ref()?.count(id))
    }

    /// Counts a request without a valid credential.
    pub fn count_address(&self, address: IpAddr) -> Option<RateLimit> {
        let network = network(address);
        let limit = self.addresses.as_ref()?.count(&network);
        if let Some(wait) = limit.retry_after {
            self.blocked.insert(network, Instant::now() + wait);
        }
        Some(limit)
    }

    /// Whether the address has sent too many requests without a valid credential for another one to be checked.
    pub fn is_blocked(&self, address: IpAddr) -> bool {
        let until = self.blocked.get(&network(address));
        until.is_some_and(|until| Instant::now() < until)
    }
}

/// A limiter for each key.
struct Limiters<K> {
    quota: Quota,
    cache: Cache<K, Arc<Limiter>>,
}

/// Counts requests with the generic cell rate algorithm.
type Limiter = RateLimiter<NotKeyed, InMemoryState, DefaultClock, StateInformationMiddleware>;

impl<K: Hash + Eq + Clone> Limiters<K> {
    fn new(per_minute: NonZeroU32) -> Self {
        Self {
            quota: Quota::per_minute(per_minute),
            cache: Cache::new(MAX_COUNTED),
        }
    }

    fn count<Q>(&self, key: &Q) -> RateLimit
    where
        Q: Hash + quick_cache::Equivalent<K> + ToOwned<Owned = K> + ?Sized,
    {
        let new =
            || Ok::<_, Infallible>(Arc::new(RateLimiter::direct(self.quota).with_middleware()));
        let Ok(limiter) = self.cache.get_or_insert_with(key, new);
        let limit = self.quota.burst_size().get();
        let (remaining, retry_after) = match limiter.check() {
            Ok(state) => (state.remaining_burst_capacity(), None),
            Err(refused) => (0, Some(refused.wait_time_from(limiter.clock().now()))),
        };
        RateLimit {
            limit,
            remaining,
            reset: self.quota.replenish_interval() * (limit - remaining),
            retry_after,
        }
    }
}

/// What counts as one address: a subscriber usually has a whole IPv6 network of 64 bits.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let prefix = u128::from(address) >> 64 << 64;
            IpAddr::V6(Ipv6Addr::from(prefix))
        }
    }
}

impl std::fmt::Debug for RateLimits {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.debug_struct("RateLimits").finish_non_exhaustive()
    }
}
