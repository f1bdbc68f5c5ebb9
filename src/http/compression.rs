//! Compression of responses with gzip, Brotli or Zstandard.

use axum::http::{Extensions, HeaderMap, StatusCode, Version, header};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

/// The minimum length of a response that is compressed, in bytes: more than 1 KiB.
const MIN_LENGTH: u16 = 1025;

/// Compresses long responses, except responses with a secret.
///
/// The `ETag` stays the same because it names the version of the organization. This is safe: orgd never serves
/// ranges, so no client can combine parts of two codings, and `Vary` separates the codings in caches.
pub fn layer() -> CompressionLayer<impl Predicate> {
    let predicate = SizeAbove::new(MIN_LENGTH)
        .and(NotForContentType::IMAGES)
        .and(holds_no_secret);
    CompressionLayer::new().compress_when(predicate)
}

/// The length of a compressed response reveals parts of a secret to an attacker who controls other parts of the
/// response (BREACH).
fn holds_no_secret(status: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let is_stored = headers
        .get(header::CACHE_CONTROL)
        .is_none_or(|value| value != "no-store");
    is_stored || status.is_client_error()
}
