//! The hosts of origins, with or without a wildcard.

use std::net::{Ipv4Addr, Ipv6Addr};

use url::Host;

use super::{OriginError, PlainHttp, Scheme};

/// The maximum length of a host name in DNS (RFC 1035, section 2.3.4, without the framing octets).
pub(super) const MAX_HOST_BYTES: usize = 253;

/// The maximum length of a label of a host name (RFC 1035, section 2.3.4).
pub(super) const MAX_LABEL_BYTES: usize = 63;

/// Normalises a host without its wildcard label.
pub(super) fn normalise(
    scheme: Scheme,
    raw: &str,
    is_wildcard: bool,
    plain_http: PlainHttp,
) -> Result<String, OriginError> {
    let host = parse_host(raw)?;
    let host = if is_wildcard {
        wildcard_host(scheme, &host)?
    } else {
        exact_host(scheme, raw, &host, plain_http)?
    };
    check_host_length(&host)?;
    Ok(host)
}

/// Parses a host without its wildcard label, more strictly than the parser of the URL standard.
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

/// Checks the result of IDNA, which maps many characters to others. The result may contain what the entry did not: a
/// wildcard from `＊`, a leading hyphen, or more labels from an ideographic full stop.
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

/// Returns `true` for a label as in RFC 1123, section 2.1. IDNA checks the characters that are not ASCII.
fn is_label(label: &str) -> bool {
    let allowed = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || c == '-';
    !label.is_empty()
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(allowed)
}

/// Refuses spellings such as `https://10.1`, which a browser reads as 10.0.0.1, probably against the intention.
fn check_ipv4_spelling(raw: &str, address: Ipv4Addr) -> Result<(), OriginError> {
    if raw == address.to_string() {
        Ok(())
    } else {
        Err(OriginError::AddressSpelling)
    }
}

/// Returns the host of an exact origin, from the raw and the parsed host.
fn exact_host(
    scheme: Scheme,
    raw: &str,
    host: &Host,
    plain_http: PlainHttp,
) -> Result<String, OriginError> {
    if let Host::Ipv4(address) = host {
        check_ipv4_spelling(raw, *address)?;
    }
    let is_open = scheme == Scheme::Http && !is_local(raw, host);
    if is_open && plain_http == PlainHttp::Local {
        return Err(OriginError::PlainHttp);
    }
    Ok(host.to_string())
}

/// Returns `true` if a page can be trusted without TLS (W3C Secure Contexts, section 3.1). The raw name is compared,
/// because developers do not type names that become `localhost` only by IDNA.
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

/// Returns the host of a wildcard origin, from the host after the wildcard label.
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

/// Returns `true` if anyone can register names directly under this one. The list itself has wildcard rules: every name
/// under `kawasaki.jp` is a suffix, although `kawasaki.jp` is not, so `*.kawasaki.jp` is looked up.
fn is_public_suffix(name: &str) -> bool {
    psl::domain(name.as_bytes()).is_none()
}

fn check_host_length(host: &str) -> Result<(), OriginError> {
    if host.len() > MAX_HOST_BYTES {
        return Err(OriginError::HostLength);
    }
    Ok(())
}
