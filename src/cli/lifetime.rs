//! The lifetime of an API key.

use std::time::Duration;

const MIN: Duration = Duration::from_secs(1);
/// Ten years, with leap days.
const MAX: Duration = Duration::from_secs(3653 * 24 * 60 * 60);

/// Parses a lifetime within the allowed range.
pub fn lifetime(value: &str) -> Result<Duration, String> {
    let lifetime = humantime::parse_duration(value).map_err(|error| error.to_string())?;
    match (MIN..=MAX).contains(&lifetime) {
        true => Ok(lifetime),
        false => Err("must be between 1s and 3653d (ten years), such as 90d".to_owned()),
    }
}
