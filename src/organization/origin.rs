//! The origins that may embed an organization: one entry of `embedAllowedOrigins`, brought into its
//! one stored form.
//!
//! An entry decides who may frame a customer's data, so nothing is repaired on the way: what a URL
//! parser would tidy up in silence (a lost slash, a tab, an octal address) is refused, and what is
//! accepted is exactly what a browser sends in its `Origin` header for that site.

use std::collections::HashSet;
use std::net::{Ipv4Addr, Ipv6Addr};

use thiserror::Error;
use url::Host;

/// The longest entry there can be: `https://`, a host of 253 characters, `:65535` and a slash.
pub const MAX_ORIGIN_CHARS: usize = 268;

/// The longest host name that DNS can carry (RFC 1035, section 2.3.4, less the framing octets).
const MAX_HOST_BYTES: usize = 253;

/// The longest label of a host name (RFC 1035, section 2.3.4).
const MAX_LABEL_BYTES: usize = 63;

/// Why an origin is refused. The text continues a sentence that names the entry:
/// "`embedAllowedOrigins/0` must …".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum OriginError {
    /// Longer than [`MAX_ORIGIN_CHARS`].
    #[error("must be at most {MAX_ORIGIN_CHARS} characters long")]
    TooLong,
    /// What a URL parser strips, converts or drops: `https://a.com\n`, `https:\\a.com`.
    #[error("must not have whitespace, backslashes, control characters or invisible characters")]
    Character,
    /// No scheme, or another than `http` and `https`: `null`, `ftp://a.com`.
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
    /// More than DNS can carry.
    #[error(
        "must have a host name of at most {MAX_HOST_BYTES} characters with labels of at most {MAX_LABEL_BYTES}, counted in punycode"
    )]
    HostLength,
    /// `https://a.com.`, which a browser takes for another origin than `https://a.com`.
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
    /// `http://a.com`, readable and writable by anyone on the way.
    #[error("must use `https`: plain `http` is only for localhost and loopback addresses")]
    PlainHttp,
    /// `https://*`, `https://a.*.com`, `https://f*o.com`, `https://*.*.com`.
    #[error(
        "must have a wildcard only as the whole leftmost label, once, as in `https://*.example.com`"
    )]
    WildcardPosition,
    /// `http://*.localhost`: the contract knows wildcards with `https` only.
    #[error("must use `https` with a wildcard")]
    WildcardScheme,
    /// `https://*.127.0.0.1`.
    #[error("must not have a wildcard over an IP address")]
    WildcardAddress,
    /// `https://*.com`: names that anyone may register. Also `https://*.localhost` and other single
    /// labels.
    #[error(
        "must not have a wildcard directly under a public suffix such as `com`, `co.uk` or `github.io`"
    )]
    WildcardPublicSuffix,
}

/// Brings one entry of `embedAllowedOrigins` into its stored form.
///
/// Takes an exact origin (`https://example.com`, `http://localhost:3001`) or a wildcard one
/// (`https://*.example.com`). Returns its ASCII serialisation (RFC 6454, section 6.2): lower case,
/// IDNA in punycode, without the scheme's default port and without the one trailing slash that an
/// entry may have. Normalising the result again returns it unchanged.
///
/// # Errors
/// The first [`OriginError`] met, from left to right as far as an entry can be read that way.
///
/// Follows Basedash's page "Update an organization" (`embedAllowedOrigins`), RFC 6454 (origins),
/// the WHATWG URL standard (hosts), RFC 1123 section 2.1 (host names), W3C Secure Contexts section
/// 3.1 (what counts as local) and the Public Suffix List.
pub fn normalise(origin: &str) -> Result<String, OriginError> {
    check_characters(origin)?;
    let (scheme, rest) = split_scheme(origin)?;
    let authority = split_authority(rest)?;
    let (is_wildcard, authority) = match authority.strip_prefix("*.") {
        Some(parent) => (true, parent),
        None => (false, authority),
    };
    let (raw_host, port) = split_port(authority)?;
    let host = parse_host(raw_host)?;
    let host = if is_wildcard {
        wildcard_host(scheme, &host)?
    } else {
        exact_host(scheme, raw_host, &host)?
    };
    check_host_length(&host)?;
    Ok(serialise(scheme, &host, port))
}

/// Normalises a whole `embedAllowedOrigins`.
///
/// Takes the entries as sent. Returns their stored forms in the order given, each once: of entries
/// that are the same origin the first stays. An empty list stays empty, which the contract reads as
/// "any origin".
///
/// # Errors
/// Every refused entry with its index in `origins`, in order, because a 400 lists all violations.
///
/// Follows [`normalise`].
pub fn normalise_all(origins: &[String]) -> Result<Vec<String>, Vec<(usize, OriginError)>> {
    let mut errors = Vec::new();
    let mut seen = HashSet::new();
    let mut normalised = Vec::new();
    for (index, origin) in origins.iter().enumerate() {
        match normalise(origin) {
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

/// Refuses what a URL parser strips or turns into something else before it even looks at the
/// structure.
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

/// The characters that IDNA drops from a host name (UTS #46, status "ignored"): two entries that
/// look alike, or one that was pasted with a soft hyphen in it, should not pass as intended. The
/// selectors U+FE0E and U+FE0F are let through, because keyboards add them to an emoji unasked.
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

/// Returns the host and port, after refusing everything around them but one trailing slash.
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

/// Splits the port off, looking for its colon only after the brackets of an IPv6 address.
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

/// Reads a port as an origin serialises it, which `u16::from_str` alone does not insist on (`+1`,
/// `0443`).
fn parse_port(port: &str) -> Result<u16, OriginError> {
    match port.parse::<u16>() {
        Ok(number) if number > 0 && number.to_string() == port => Ok(number),
        _ => Err(OriginError::Port),
    }
}

/// Parses a host without its wildcard label, refusing what the URL standard's parser is lenient
/// about.
fn parse_host(raw: &str) -> Result<Host, OriginError> {
    if raw.is_empty() {
        return Err(OriginError::EmptyHost);
    }
    if raw.contains('*') {
        return Err(OriginError::WildcardPosition);
    }
    if raw.ends_with('.') {
        return Err(OriginError::TrailingDot);
    }
    if !raw.starts_with('[') {
        check_labels(raw)?;
    }
    let host = Host::parse(raw).map_err(|_| OriginError::Host)?;
    if let Host::Domain(name) = &host {
        check_domain(raw, name)?;
    }
    Ok(host)
}

/// IDNA maps many characters onto others, so that the result may have what the entry itself did
/// not: a wildcard from `＊`, a leading hyphen, another number of labels from an ideographic full
/// stop.
fn check_domain(raw: &str, name: &str) -> Result<(), OriginError> {
    check_labels(name)?;
    if name.split('.').count() != raw.split('.').count() {
        return Err(OriginError::Host);
    }
    if name.split('.').any(|label| label.len() > MAX_LABEL_BYTES) {
        return Err(OriginError::HostLength);
    }
    Ok(())
}

fn check_labels(host: &str) -> Result<(), OriginError> {
    if host.split('.').all(is_label) {
        Ok(())
    } else {
        Err(OriginError::Host)
    }
}

/// Whether this is a label by RFC 1123, section 2.1; what is allowed beyond ASCII is left to IDNA.
fn is_label(label: &str) -> bool {
    let allowed = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || c == '-';
    !label.is_empty()
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(allowed)
}

/// `https://10.1` means 10.0.0.1 to a browser, which is hardly what its author meant.
fn check_ipv4_spelling(raw: &str, address: Ipv4Addr) -> Result<(), OriginError> {
    if raw == address.to_string() {
        Ok(())
    } else {
        Err(OriginError::AddressSpelling)
    }
}

/// The host of an exact origin, from what was sent and what it was parsed to.
fn exact_host(scheme: Scheme, raw: &str, host: &Host) -> Result<String, OriginError> {
    if let Host::Ipv4(address) = host {
        check_ipv4_spelling(raw, *address)?;
    }
    if scheme == Scheme::Http && !is_local(raw, host) {
        return Err(OriginError::PlainHttp);
    }
    Ok(host.to_string())
}

/// Whether a page may be trusted without TLS (W3C Secure Contexts, section 3.1). The name is
/// compared as sent: one that only IDNA turns into `localhost` is not what a developer types.
fn is_local(raw: &str, host: &Host) -> bool {
    match host {
        Host::Domain(_) => {
            let name = raw.to_ascii_lowercase();
            name == "localhost" || name.ends_with(".localhost")
        }
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => *address == Ipv6Addr::LOCALHOST,
    }
}

/// The host of a wildcard origin, from the host that its wildcard stands before.
fn wildcard_host(scheme: Scheme, parent: &Host) -> Result<String, OriginError> {
    let Host::Domain(parent) = parent else {
        return Err(OriginError::WildcardAddress);
    };
    if scheme == Scheme::Http {
        return Err(OriginError::WildcardScheme);
    }
    let host = format!("*.{parent}");
    if is_public_suffix(parent) || is_public_suffix(&host) {
        return Err(OriginError::WildcardPublicSuffix);
    }
    Ok(host)
}

/// Whether anyone may register names directly under this one. The list has wildcard rules of its
/// own: under `kawasaki.jp`, not a suffix itself, every name is one, and the list answers that for
/// `*.kawasaki.jp`.
fn is_public_suffix(name: &str) -> bool {
    psl::domain(name.as_bytes()).is_none()
}

fn check_host_length(host: &str) -> Result<(), OriginError> {
    if host.len() > MAX_HOST_BYTES {
        return Err(OriginError::HostLength);
    }
    Ok(())
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
