//! Rules that `validator` has no name for.

use fluent_uri::Uri;
use validator::ValidationError;

/// `format: uri`, as RFC 3986 defines it.
///
/// # Errors
/// When the text is not a URI.
pub fn uri(value: &str) -> Result<(), ValidationError> {
    match Uri::parse(value) {
        Ok(_) => Ok(()),
        Err(_) => Err(ValidationError::new("uri")),
    }
}
