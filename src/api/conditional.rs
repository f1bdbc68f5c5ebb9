//! Conditional requests (RFC 9110, 13.1): entity tags made of the version, the same on both surfaces.

use axum::http::HeaderValue;

use crate::domain::precondition::{Precondition, Versions};

/// The suffixes that proxies such as Apache append to the tag of an answer that they compress.
const CODINGS: [&str; 3] = ["-gzip", "-br", "-zstd"];

/// The `ETag` of a version.
pub fn etag(version: i64) -> HeaderValue {
    HeaderValue::try_from(format!("\"{version}\""))
        .unwrap_or_else(|_| HeaderValue::from_static("\"0\""))
}

/// The precondition of `If-Match` and `If-None-Match`, both of which match the contract's pattern.
pub fn precondition(if_match: Option<String>, if_none_match: Option<String>) -> Precondition {
    Precondition {
        included: if_match.as_deref().map(versions),
        excluded: if_none_match.as_deref().map(versions),
    }
}

/// The versions that a list of entity tags names. A tag that names none matches none.
///
/// A weak tag does, even where RFC 9110 asks for strong comparison: orgd sends no weak tags, so one that names
/// a version was made of a strong one, by a proxy.
fn versions(field: &str) -> Versions {
    if field == "*" {
        return Versions::Any;
    }
    // Between quotation marks, which no tag contains.
    let tags = field.split('"').skip(1).step_by(2);
    Versions::OneOf(tags.filter_map(version).collect())
}

fn version(tag: &str) -> Option<i64> {
    let coding = CODINGS.iter().find_map(|coding| tag.strip_suffix(coding));
    let digits = coding.unwrap_or(tag);
    let version: i64 = digits.parse().ok()?;
    // A tag is compared as text: "03" is not "3".
    (version.to_string() == digits).then_some(version)
}
