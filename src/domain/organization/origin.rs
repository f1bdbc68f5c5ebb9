//! The origins that may embed an organization: the entries of `embedAllowedOrigins`, and their normalised form.
//!
//! An entry decides who may frame a customer's data, so no mistake is corrected silently. Spellings that a URL parser
//! would correct (a missing slash, a tab, an octal address) are refused, and the stored form is exactly what a browser
//! sends in its `Origin` header for the site.

mod host;

use std::collections::HashSet;

use thiserror::Error;

use host::{MAX_HOST_BYTES, MAX_LABEL_BYTES};

/// The maximum length of an entry: `https://`, a host of 253 characters, `:65535` and a slash.
pub const MAX_ORIGIN_CHARS: usize = 268;

/// The reason for which an origin is refused. The text continues a sentence: "`embedAllowedOrigins/0` must …".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum OriginError {
    /// Longer than [`MAX_ORIGIN_CHARS`].
    #[error("must be at most {MAX_ORIGIN_CHARS} characters long")]
    TooLong,
    /// Characters that a URL parser strips, converts or drops: `https://a.com\n`, `https:\\a.com`.
    #[error("must not have whitespace, backslashes, control characters or invisible characters")]
    Character,
    /// No scheme, or a scheme other than `http` and `https`: `null`, `ftp://a.com`.
    #[error("must start with `https://`, or with `http://` for localhost")]
    Scheme,
    /// `https:a.com`, `https:///a.com`.
    #[error("must have exactly two slashes after the scheme, as in `https://example.com`")]
    Slashes,
    /// `https://user@a.com`, and `https://@a.com`.
    #[error("must not have user information (`user@`)")]
    UserInfo,
    /// `https://a.com/x`, and `https://a.com//`.
    #[error("must not have a path")]
    Path,
    /// `https://a.com?x`, and `https://a.com?`.
    #[error("must not have a query (`?`)")]
    Query,
    /// `https://a.com#x`, and `https://a.com#`.
    #[error("must not have a fragment (`#`)")]
    Fragment,
    /// `https://`, `https://:443`.
    #[error("must name a host, as in `https://example.com`")]
    EmptyHost,
    /// Neither a host name nor an IP address: `https://a..com`, `https://a_b.com`,
    /// `https://256.1.1.1`.
    #[error(
        "must have a valid host: labels of letters, digits and inner hyphens joined by dots, or an IP address"
    )]
    Host,
    /// Longer than DNS allows.
    #[error(
        "must have a host name of at most {MAX_HOST_BYTES} characters with labels of at most {MAX_LABEL_BYTES}, counted in punycode"
    )]
    HostLength,
    /// `https://a.com.`, which is a different origin from `https://a.com` in a browser.
    #[error("must not end its host with a dot")]
    TrailingDot,
    /// `https://127.1`, `https://0x7f000001`.
    #[error(
        "must write an IPv4 address as four decimal numbers without leading zeros, as in `127.0.0.1`"
    )]
    AddressSpelling,
    /// `https://a.com:0`, `https://a.com:0443`, `https://a.com:`.
    #[error("must have a port from 1 to 65535 without leading zeros, or no port and no colon")]
    Port,
    /// `http://a.com`, which anyone on the network path can read and change.
    #[error(
        "must use `https`: plain `http` is only for localhost and loopback addresses, unless the server runs with ORGD_ALLOW_INSECURE_ORIGINS"
    )]
    PlainHttp,
    /// `https://*`, `https://a.*.com`, `https://f*o.com`, `https://*.*.com`.
    #[error(
        "must have a wildcard only as the whole leftmost label, once, as in `https://*.example.com`"
    )]
    WildcardPosition,
    /// `http://*.localhost`: the contract allows wildcards only with `https`.
    #[error("must use `https` with a wildcard")]
    WildcardScheme,
    /// `https://*.127.0.0.1`.
    #[error("must not have a wildcard over an IP address")]
    WildcardAddress,
    /// `https://*.com`: names that anyone can register. Also `https://*.localhost` and other single labels.
    #[error(
        "must not have a wildcard directly under a public suffix such as `com`, `co.uk` or `github.io`"
    )]
    WildcardPublicSuffix,
}

/// The hosts that may use plain `http`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PlainHttp {
    /// Only localhost and loopback addresses, which have no network path.
    #[default]
    Local,
    /// All hosts, if the operator allows it, because hosts in intranets may have no certificate. Wildcards still
    /// require `https`, because anyone on the network path could serve a name that matches.
    Anywhere,
}

/// Normalises one entry of `embedAllowedOrigins`.
///
/// Takes an exact origin (`https://example.com`, `http://localhost:3001`) or one with a wildcard
/// (`https://*.example.com`). Returns its ASCII serialisation (RFC 6454, section 6.2): lower case, IDNA in Punycode,
/// without the scheme's default port and without a trailing slash, of which an entry may have one. Normalising the
/// result again returns it unchanged.
///
/// # Errors
/// The first [`OriginError`], from left to right as far as possible.
///
/// Follows Basedash's page "Update an organization" (`embedAllowedOrigins`), RFC 6454 (origins),
/// the WHATWG URL standard (hosts), RFC 1123 section 2.1 (host names), W3C Secure Contexts section
/// 3.1 (what counts as local) and the Public Suffix List.
pub fn normalise(origin: &str, plain_http: PlainHttp) -> Result<String, OriginError> {
    check_characters(origin)?;
    let (scheme, rest) = split_scheme(origin)?;
    let authority = split_authority(rest)?;
    let (is_wildcard, authority) = match authority.strip_prefix("*.") {
        Some(parent) => (true, parent),
        None => (false, authority),
    };
    let (raw_host, port) = split_port(authority)?;
    let host = host::normalise(scheme, raw_host, is_wildcard, plain_http)?;
    Ok(serialise(scheme, &host, port))
}

/// Normalises a whole `embedAllowedOrigins`.
///
/// Returns the normalised entries in their order, without duplicates. An empty list stays empty, which means "any
/// origin" in the contract.
///
/// # Errors
/// All refused entries with their indices in `origins`, in order, because a 400 lists all violations.
///
/// Follows [`normalise`].
pub fn normalise_all(
    origins: &[String],
    plain_http: PlainHttp,
) -> Result<Vec<String>, Vec<(usize, OriginError)>> {
    let mut errors = Vec::new();
    let mut seen = HashSet::new();
    let mut normalised = Vec::new();
    for (index, origin) in origins.iter().enumerate() {
        match normalise(origin, plain_http) {
            Ok(origin) if seen.insert(origin.clone()) => normalised.push(origin),
            Ok(_) => {}
            Err(error) => errors.push((index, error)),
        }
    }
    if errors.is_empty() {
        Ok(normalised)
    } else {
        Err(errors)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Http,
    Https,
}

impl Scheme {
    fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Http, Self::Https]
            .into_iter()
            .find(|scheme| scheme.as_str().eq_ignore_ascii_case(name))
    }
}

/// Refuses characters that a URL parser strips or converts before it parses the structure.
fn check_characters(origin: &str) -> Result<(), OriginError> {
    if origin.chars().nth(MAX_ORIGIN_CHARS).is_some() {
        return Err(OriginError::TooLong);
    }
    let refused = |c: char| c.is_control() || c.is_whitespace() || c == '\\' || is_invisible(c);
    if origin.contains(refused) {
        return Err(OriginError::Character);
    }
    Ok(())
}

/// Returns `true` for characters that IDNA drops from a host name (UTS #46, status "ignored"): entries that only look
/// alike, or that contain a pasted soft hyphen, must be refused. The selectors U+FE0E and U+FE0F are allowed, because
/// keyboards add them to emoji.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{34F}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'
            | '\u{2060}'..='\u{2064}'
            | '\u{206A}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0D}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0100}'..='\u{E01EF}'
    )
}

/// Splits off `https://` or `http://`, in any case, and returns what follows.
fn split_scheme(origin: &str) -> Result<(Scheme, &str), OriginError> {
    let (name, rest) = origin.split_once(':').ok_or(OriginError::Scheme)?;
    let scheme = Scheme::from_name(name).ok_or(OriginError::Scheme)?;
    let rest = rest.strip_prefix("//").ok_or(OriginError::Slashes)?;
    if rest.starts_with('/') {
        return Err(OriginError::Slashes);
    }
    Ok((scheme, rest))
}

/// Returns the host and port. Refuses everything around them, except one trailing slash.
fn split_authority(rest: &str) -> Result<&str, OriginError> {
    let (authority, tail) = match rest.find(['/', '?', '#']) {
        Some(end) => rest.split_at(end),
        None => (rest, ""),
    };
    if authority.contains('@') {
        return Err(OriginError::UserInfo);
    }
    match tail.strip_prefix('/').unwrap_or(tail) {
        "" => Ok(authority),
        more if more.starts_with('?') => Err(OriginError::Query),
        more if more.starts_with('#') => Err(OriginError::Fragment),
        _ => Err(OriginError::Path),
    }
}

/// Splits the port off. Its colon comes after the brackets of an IPv6 address.
fn split_port(authority: &str) -> Result<(&str, Option<u16>), OriginError> {
    let brackets = match authority.find(']') {
        Some(end) => end + 1,
        None if authority.starts_with('[') => authority.len(),
        None => 0,
    };
    let (address, rest) = authority.split_at(brackets);
    match rest.split_once(':') {
        Some((name, port)) => {
            let (host, _) = authority.split_at(address.len() + name.len());
            Ok((host, Some(parse_port(port)?)))
        }
        None => Ok((authority, None)),
    }
}

/// Parses a port as serialised in an origin. `u16::from_str` alone would also accept `+1` and `0443`.
fn parse_port(port: &str) -> Result<u16, OriginError> {
    match port.parse::<u16>() {
        Ok(number) if number > 0 && number.to_string() == port => Ok(number),
        _ => Err(OriginError::Port),
    }
}

fn serialise(scheme: Scheme, host: &str, port: Option<u16>) -> String {
    let name = scheme.as_str();
    match port.filter(|port| *port != scheme.default_port()) {
        Some(port) => format!("{name}://{host}:{port}"),
        None => format!("{name}://{host}"),
    }
}

#[cfg(test)]
mod tests;
