//! What HTTP demands of every request, whatever it is for (RFC 9112, 3.2 and 6.1).

use axum::extract::Request;
use axum::http::{HeaderValue, Version, header};

use crate::{Rejection, Violation};

/// Checks what hyper leaves to the server.
///
/// # Errors
/// [`Rejection::Invalid`] for a `Host` that is missing, repeated or malformed; [`Rejection::TransferCoding`] for a body
/// in another coding than `chunked`, which would be read as if it were not encoded.
pub(crate) fn check(request: &Request) -> Result<(), Rejection> {
    check_host(request).map_err(|(code, message)| {
        let violation = Violation {
            part: "header",
            pointer: "/Host".to_owned(),
            code: code.to_owned(),
            message: message.to_owned(),
        };
        Rejection::Invalid(vec![violation])
    })?;
    let mut codings = request.headers().get_all(header::TRANSFER_ENCODING).iter();
    match codings.all(|coding| coding.as_bytes().eq_ignore_ascii_case(b"chunked")) {
        true => Ok(()),
        false => Err(Rejection::TransferCoding),
    }
}

fn check_host(request: &Request) -> Result<(), (&'static str, &'static str)> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let host = hosts.next();
    if hosts.next().is_some() {
        return Err(("duplicate", "must not be given twice"));
    }
    match host {
        None if request.version() == Version::HTTP_11 => Err(("required", "is required")),
        Some(host) if !is_host(host) => Err(("pattern", "must be a host and, optionally, a port")),
        _ => Ok(()),
    }
}

/// Whether this is `uri-host [ ":" port ]`. It may be empty, as it is for a target without an authority.
fn is_host(value: &HeaderValue) -> bool {
    let Ok(value) = value.to_str() else {
        return false;
    };
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(rest) = value.strip_prefix('[') {
        let Some((address, port)) = rest.split_once(']') else {
            return false;
        };
        let port = port.strip_prefix(':').or(port.is_empty().then_some(""));
        return port.is_some_and(is_port) && address.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let (name, port) = value.split_once(':').unwrap_or((value, ""));
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=".contains(&byte);
    name.bytes().all(is_name) && is_port(port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_names_and_addresses_with_a_port_or_without() {
        for host in [
            "",
            "localhost",
            "example.com",
            "example.com.",
            "example.com:",
            "example.com:8080",
            "xn--bcher-kva.example",
            "a_b",
            "%41",
            "127.0.0.1:80",
            "[::1]",
            "[2001:db8::1]:443",
        ] {
            assert!(is_host(&HeaderValue::from_static(host)), "{host}");
        }
        for host in [
            "a b", "a/b", "user@a", "a:b", "a:80:80", "::1", "[::1", "::1]", "[::1]80", "[a]",
            "a,b c", "http://a", "a?b", "a#b", "a\\b", "a\"b", "<a>",
        ] {
            assert!(!is_host(&HeaderValue::from_static(host)), "{host}");
        }
        assert!(!is_host(&HeaderValue::from_bytes(b"\xff").unwrap()));
    }
}
