//! Entity tags (RFC 9110, 8.8.3): strong, made of the version, the same on both surfaces.

use axum::http::HeaderValue;
use headers::{ETag, Header, IfMatch, IfNoneMatch};

use crate::domain::organization::Organization;

/// The organization's `ETag`.
pub fn etag(organization: &Organization) -> HeaderValue {
    let quoted = format!("\"{}\"", organization.version);
    HeaderValue::try_from(quoted).unwrap_or_else(|_| HeaderValue::from_static("\"0\""))
}

/// What `If-Match` demands of a write.
#[derive(Debug, Clone)]
pub struct Precondition(pub Option<String>);

impl Precondition {
    /// Whether the write may go on: always without the header, otherwise by strong comparison.
    pub fn passes(&self, organization: &Organization) -> bool {
        let Some(if_match) = &self.0 else {
            return true;
        };
        decode::<IfMatch>(if_match)
            .zip(typed(organization))
            .is_some_and(|(if_match, etag)| if_match.precondition_passes(&etag))
    }
}

/// Whether `If-None-Match` says that the caller has this version already.
pub fn is_known(if_none_match: Option<&str>, organization: &Organization) -> bool {
    let Some(if_none_match) = if_none_match.and_then(decode::<IfNoneMatch>) else {
        return false;
    };
    typed(organization).is_some_and(|etag| !if_none_match.precondition_passes(&etag))
}

fn typed(organization: &Organization) -> Option<ETag> {
    ETag::decode(&mut [etag(organization)].iter()).ok()
}

fn decode<H: Header>(value: &str) -> Option<H> {
    let value = HeaderValue::from_str(value).ok()?;
    H::decode(&mut [value].iter()).ok()
}
