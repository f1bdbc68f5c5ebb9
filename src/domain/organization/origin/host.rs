//! The hosts that an origin may have, with a wildcard before them or without.

use std::net::{Ipv4Addr, Ipv6Addr};

use url::Host;

use super::{OriginError, PlainHttp, Scheme};

/// The longest host name that DNS can carry (RFC 1035, section 2.3.4, less the framing octets).
pub(super) const MAX_HOST_BYTES: usize = 253;

/// The longest label of a host name (RFC 1035, section 2.3.4).
pub(super) const MAX_LABEL_BYTES: usize = 63;

/// The stored form of a host, from the entry's without its wildcard label.
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
