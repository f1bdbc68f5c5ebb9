//! Conditional requests (RFC 9110, 13.1): entity tags made of the version, the same on both surfaces.

use axum::http::HeaderValue;

use crate::error::Error;
use crate::domain::Organization;

/// What proxies append to a tag when they compress an answer, as Apache does.
const CODINGS: [&str; 3] = ["-gzip", "-br", "-zstd"];

/// The organization's `ETag`.
pub fn etag(organization: &Organization) -> HeaderValue {
    let quoted = format!("\"{}\"", organization.version);
    HeaderValue::try_from(quoted).unwrap_or_else(|_| HeaderValue::from_static("\"0\""))
}

/// What a request demands of the present version. The contract's pattern holds for both headers.
#[derive(Debug, Clone, Default)]
pub struct Precondition {
    pub if_match: Option<String>,
    pub if_none_match: Option<String>,
}

impl Precondition {
    /// Checks a write.
    ///
    /// # Errors
    /// [`Error::PreconditionFailed`], [`Error::VersionExcluded`].
    pub fn check(&self, organization: &Organization) -> Result<(), Error> {
        if self.is_not_modified(organization)? {
            return Err(Error::VersionExcluded);
        }
        Ok(())
    }

    /// Whether the answer to a read is that its caller has this version already.
    ///
    /// # Errors
    /// [`Error::PreconditionFailed`].
    pub fn is_not_modified(&self, organization: &Organization) -> Result<bool, Error> {
        let names = |field: &Option<String>| field.as_ref().map(|field| names(field, organization));
        if names(&self.if_match) == Some(false) {
            return Err(Error::PreconditionFailed);
        }
        Ok(names(&self.if_none_match) == Some(true))
    }
}

/// Whether a list of entity tags names the organization's version.
///
/// A weak tag does, even where RFC 9110 asks for strong comparison: orgd sends no weak tags, so one that names
/// the version was made of a strong one, by a proxy.
fn names(field: &str, organization: &Organization) -> bool {
    let version = organization.version.to_string();
    // Between quotation marks, which no tag contains.
    let mut tags = field.split('"').skip(1).step_by(2);
    field == "*"
        || tags.any(|tag| {
            let coding = CODINGS.iter().find_map(|coding| tag.strip_suffix(coding));
            coding.unwrap_or(tag) == version
        })
}
