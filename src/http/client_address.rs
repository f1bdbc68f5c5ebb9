//! The address of the client, also behind proxies.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName, header};
use ipnet::IpNet;
use orgd_runtime::ClientAddress;

use crate::config::proxies::ProxiesConfig;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The proxies whose headers count.
#[derive(Debug, Clone)]
pub struct TrustedProxies(Arc<[IpNet]>);

impl TrustedProxies {
    /// Trusts the configured proxies.
    pub fn new(config: &ProxiesConfig) -> Self {
        Self(config.trusted_proxies.clone().into())
    }

    /// The client of a request that came from this peer: the peer or, if that is a trusted proxy, the address that the
    /// proxy names.
    ///
    /// Each proxy appends the address that it sees, so the list is read from its end, as far as the proxies are
    /// trusted: what stands before that may be the client's own invention.
    pub fn client(&self, peer: SocketAddr, headers: &HeaderMap) -> ClientAddress {
        let mut client = peer.ip().to_canonical();
        if !self.trusts(client) {
            return ClientAddress(client);
        }
        for hop in hops(headers).iter().rev() {
            let Some(address) = address(hop) else { break };
            client = address.to_canonical();
            if !self.trusts(client) {
                break;
            }
        }
        ClientAddress(client)
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }
}

/// The hops that `X-Forwarded-For` names or, without it, `Forwarded` (RFC 7239).
fn hops(headers: &HeaderMap) -> Vec<&str> {
    let listed = |name: &HeaderName| {
        let values = headers.get_all(name).iter();
        let texts = values.map(|value| value.to_str().unwrap_or_default());
        texts.flat_map(|text| text.split(',')).collect::<Vec<_>>()
    };
    if headers.contains_key(X_FORWARDED_FOR) {
        return listed(&X_FORWARDED_FOR);
    }
    let elements = listed(&header::FORWARDED).into_iter();
    elements
        .map(|element| forwarded_for(element).unwrap_or_default())
        .collect()
}

/// The value of `for` in an element of `Forwarded`.
fn forwarded_for(element: &str) -> Option<&str> {
    element.split(';').find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        let value = value.trim_matches('"');
        name.eq_ignore_ascii_case("for").then_some(value)
    })
}

/// An address, with a port or without: `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]:80`.
fn address(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let bare = hop.strip_prefix('[').and_then(|hop| hop.strip_suffix(']'));
    let bare = bare.unwrap_or(hop).parse().ok();
    bare.or_else(|| hop.parse().ok().map(|address: SocketAddr| address.ip()))
}

#[cfg(test)]
mod tests;
