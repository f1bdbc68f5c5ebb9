//! The URL that clients reach the server under, where the operator sets it.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use url::Url;

/// The URL that the operations are reached under, such as `https://example.com/orgs`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(Url);

/// Why a public URL is refused.
#[derive(Debug, Error)]
pub enum PublicUrlError {
    /// The scheme is not `http` or `https`.
    #[error("has to begin with http:// or https://")]
    Scheme,
    /// The text cannot be parsed.
    #[error("is not a URL: {0}")]
    NoUrl(#[from] url::ParseError),
    /// The URL has a user name or a password.
    #[error("must have no user name and no password")]
    Credential,
    /// The URL has a query or a fragment.
    #[error("must have no query and no fragment")]
    TooMuch,
}

impl PublicUrl {
    /// The path before those of the operations, such as `/orgs`; empty where there is none.
    pub fn prefix(&self) -> &str {
        self.0.path().trim_end_matches('/')
    }
}

impl FromStr for PublicUrl {
    type Err = PublicUrlError;

    fn from_str(text: &str) -> Result<Self, PublicUrlError> {
        let scheme = text.split_once("://").map(|(scheme, _)| scheme);
        if !scheme.is_some_and(|scheme| ["http", "https"].contains(&&*scheme.to_ascii_lowercase()))
        {
            return Err(PublicUrlError::Scheme);
        }
        let url = Url::parse(text)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(PublicUrlError::Credential);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(PublicUrlError::TooMuch);
        }
        Ok(Self(url))
    }
}

/// Without a slash at the end, because the paths of the contract begin with one.
impl fmt::Display for PublicUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slash_at_the_end_is_dropped() {
        for (given, url, prefix) in [
            ("https://example.com", "https://example.com", ""),
            ("https://example.com/", "https://example.com", ""),
            ("HTTPS://Example.com:443/", "https://example.com", ""),
            ("http://[::1]:8080/orgs", "http://[::1]:8080/orgs", "/orgs"),
            (
                "https://example.com/a/b//",
                "https://example.com/a/b",
                "/a/b",
            ),
        ] {
            let parsed: PublicUrl = given.parse().unwrap();
            assert_eq!(parsed.to_string(), url, "{given}");
            assert_eq!(parsed.prefix(), prefix, "{given}");
        }
    }

    /// It is written into JSON and YAML as it is.
    #[test]
    fn nothing_needs_to_be_escaped() {
        let parsed: PublicUrl =
            r#"https://example.com/"a' #\b"#.replace('#', "%23").parse().unwrap();
        assert!(!parsed.to_string().contains(['"', '\\', ' ', '#']));
    }
}
