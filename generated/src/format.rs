//! The rules of the contract that `validator` has no name for.

use fluent_uri::Uri;
use validator::ValidationError;

/// `format: uri`, as RFC 3986 defines it.
pub(crate) fn uri(value: &str) -> Result<(), ValidationError> {
    match Uri::parse(value) {
        Ok(_) => Ok(()),
        Err(_) => Err(ValidationError::new("uri")),
    }
}

/// The length of each item of an array, in Unicode scalar values.
pub(crate) fn item_length<const MIN: usize, const MAX: usize>(
    items: &[String],
) -> Result<(), ValidationError> {
    let fits = |item: &String| (MIN..=MAX).contains(&item.chars().count());
    if items.iter().all(fits) {
        Ok(())
    } else {
        Err(ValidationError::new("length"))
    }
}
