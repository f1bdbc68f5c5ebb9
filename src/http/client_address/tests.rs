use axum::http::HeaderValue;

use super::*;

fn client(trusted: &[&str], peer: &str, headers: &[(&'static str, &'static str)]) -> String {
    let config = ProxiesConfig {
        trusted_proxies: trusted.iter().map(|text| text.parse().unwrap()).collect(),
    };
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(*name, HeaderValue::from_static(value));
    }
    let peer = SocketAddr::new(peer.parse().unwrap(), 4711);
    let ClientAddress(address) = TrustedProxies::new(&config).client(peer, &map);
    address.to_string()
}

#[test]
fn only_trusted_proxies_are_believed() {
    let header = [("x-forwarded-for", "192.0.2.7")];
    assert_eq!(client(&[], "10.0.0.1", &header), "10.0.0.1");
    assert_eq!(client(&["10.1.0.0/16"], "10.0.0.1", &header), "10.0.0.1");
    assert_eq!(client(&["10.0.0.0/8"], "10.0.0.1", &header), "192.0.2.7");
    assert_eq!(
        client(&["10.0.0.0/8"], "::ffff:10.0.0.1", &header),
        "192.0.2.7"
    );
    assert_eq!(client(&["10.0.0.0/8"], "10.0.0.1", &[]), "10.0.0.1");
}

#[test]
fn the_last_address_that_no_trusted_proxy_has_is_the_client() {
    let trusted = ["10.0.0.0/8", "2001:db8::/32"];
    for (name, value, expected) in [
        (
            "x-forwarded-for",
            "1.1.1.1, 192.0.2.7, 10.0.0.2",
            "192.0.2.7",
        ),
        ("x-forwarded-for", "192.0.2.7:8080", "192.0.2.7"),
        (
            "x-forwarded-for",
            "[2001:db9::1]:80, 2001:db8::1",
            "2001:db9::1",
        ),
        ("x-forwarded-for", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        (
            "x-forwarded-for",
            "192.0.2.7, unknown, 10.0.0.2",
            "10.0.0.2",
        ),
        ("x-forwarded-for", "nonsense", "10.0.0.1"),
        ("x-forwarded-for", "", "10.0.0.1"),
        (
            "forwarded",
            "for=192.0.2.7;proto=https;by=10.0.0.1",
            "192.0.2.7",
        ),
        (
            "forwarded",
            "For=\"[2001:db9::1]:4711\", for=10.0.0.2",
            "2001:db9::1",
        ),
        ("forwarded", "for=192.0.2.7, proto=https", "10.0.0.1"),
        ("forwarded", "for=_hidden", "10.0.0.1"),
    ] {
        assert_eq!(
            client(&trusted, "10.0.0.1", &[(name, value)]),
            expected,
            "{value}"
        );
    }
    let lines = [
        ("x-forwarded-for", "192.0.2.7"),
        ("x-forwarded-for", "10.0.0.2"),
    ];
    assert_eq!(client(&trusted, "10.0.0.1", &lines), "192.0.2.7");
}
