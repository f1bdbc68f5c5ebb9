//! The URL under which clients reach the server, if the operator sets it.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use url::Url;

/// The URL under which clients reach the operations, such as `https://example.com/orgs`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(Url);

/// The reason for which a public URL is refused.
#[derive(Debug, Error)]
pub enum PublicUrlError {
    /// The scheme is not `http` or `https`.
    #[error("must start with http:// or https://")]
    Scheme,
    /// The text cannot be parsed.
    #[error("is not a URL: {0}")]
    NoUrl(#[from] url::ParseError),
    /// The URL has a user name or a password.
    #[error("must not have a user name or a password")]
    Credential,
    /// The URL has a query or a fragment.
    #[error("must not have a query or a fragment")]
    TooMuch,
}

impl PublicUrl {
    /// The path before the paths of the operations, such as `/orgs`, or an empty string.
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

/// Has no trailing slash, because the paths of the contract start with one.
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

    /// The URL is written into JSON and YAML without escaping.
    #[test]
    fn nothing_needs_to_be_escaped() {
        let parsed: PublicUrl =
            r#"https://example.com/"a' #\b"#.replace('#', "%23").parse().unwrap();
        assert!(!parsed.to_string().contains(['"', '\\', ' ', '#']));
    }
}
