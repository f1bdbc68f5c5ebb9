//! Answers compressed with gzip, Brotli or Zstandard for clients that ask for it.

use axum::http::{Extensions, HeaderMap, StatusCode, Version, header};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

/// The length of the shortest answer that is compressed, in bytes: more than 1 KiB.
const MIN_LENGTH: u16 = 1025;

/// Compresses what is long enough, unless it holds a secret.
///
/// The `ETag` stays the same: it names the organization's version, whose bytes orgd never serves in ranges, so
/// that no client can put parts of two codings together. `Vary` keeps them apart in caches.
pub fn layer() -> CompressionLayer<impl Predicate> {
    let predicate = SizeAbove::new(MIN_LENGTH)
        .and(NotForContentType::IMAGES)
        .and(holds_no_secret);
    CompressionLayer::new().compress_when(predicate)
}

/// How well an answer compresses tells something of its secrets to whoever has a say in the rest of it (BREACH).
fn holds_no_secret(status: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let is_stored = headers
        .get(header::CACHE_CONTROL)
        .is_none_or(|value| value != "no-store");
    is_stored || status.is_client_error()
}
