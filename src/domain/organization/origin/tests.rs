//! Entries one by one, and what becomes of each.

mod form;
mod hosts;
mod properties;
mod wildcards;

use std::sync::LazyLock;

use regex::Regex;

use super::*;

fn normalise(origin: &str) -> Result<String, OriginError> {
    super::normalise(origin, PlainHttp::Local)
}

fn normalise_all(origins: &[String]) -> Result<Vec<String>, Vec<(usize, OriginError)>> {
    super::normalise_all(origins, PlainHttp::Local)
}

/// The `pattern` that the contract gives for an entry.
static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
    let contract: serde_json::Value = serde_json::from_str(crate::contract::JSON).unwrap();
    let items = &contract["components"]["schemas"]["PublicEmbedAllowedOrigins"]["items"];
    assert_eq!(items["maxLength"], MAX_ORIGIN_CHARS);
    Regex::new(items["pattern"].as_str().unwrap()).unwrap()
});

fn assert_all(expected: OriginError, origins: &[&str]) {
    for origin in origins {
        assert_eq!(normalise(origin), Err(expected), "{origin:?}");
    }
}

#[test]
fn accepts_and_normalises() {
    let long_label = "a".repeat(63);
    let long_host = format!("{long_label}.{long_label}.{long_label}.{}", "a".repeat(61));
    let longest = format!("HTTPS://{long_host}:65535/");
    assert_eq!(longest.chars().count(), MAX_ORIGIN_CHARS);
    let table = [
        ("https://example.com", "https://example.com"),
        ("http://localhost:3001", "http://localhost:3001"),
        ("https://*.example.com", "https://*.example.com"),
        ("HTTPS://App.Example.COM", "https://app.example.com"),
        ("https://example.com/", "https://example.com"),
        ("https://example.com:443/", "https://example.com"),
        ("https://example.com:80", "https://example.com:80"),
        ("https://example.com:65535", "https://example.com:65535"),
        ("https://*.example.com:443", "https://*.example.com"),
        ("https://*.example.com:8443/", "https://*.example.com:8443"),
        ("https://*.App.example.com", "https://*.app.example.com"),
        ("https://*.example.co.uk", "https://*.example.co.uk"),
        ("https://*.acme.github.io", "https://*.acme.github.io"),
        ("https://*.www.ck", "https://*.www.ck"),
        ("https://*.app.localhost", "https://*.app.localhost"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("https://BÜCHER.example", "https://xn--bcher-kva.example"),
        (
            "https://bu\u{308}cher.example",
            "https://xn--bcher-kva.example",
        ),
        (
            "https://XN--bcher-KVA.example",
            "https://xn--bcher-kva.example",
        ),
        ("https://*.例え.テスト", "https://*.xn--r8jz45g.xn--zckzah"),
        ("https://❤\u{FE0F}.ws", "https://xn--qei.ws"),
        ("https://faß.de", "https://xn--fa-hia.de"),
        ("https://ｅxample.com", "https://example.com"),
        (
            "https://r3---sn-a.example.com",
            "https://r3---sn-a.example.com",
        ),
        ("https://intranet", "https://intranet"),
        ("https://3com", "https://3com"),
        ("https://1-2", "https://1-2"),
        ("https://192.0.2.1", "https://192.0.2.1"),
        ("https://[2001:DB8:0::1]:8443", "https://[2001:db8::1]:8443"),
        ("https://[::ffff:192.0.2.1]", "https://[::ffff:c000:201]"),
        ("http://localhost:80", "http://localhost"),
        ("http://LocalHost", "http://localhost"),
        ("https://localhost:80", "https://localhost:80"),
        ("http://localhost:443", "http://localhost:443"),
        ("http://app.localhost:3000", "http://app.localhost:3000"),
        ("http://ü.localhost", "http://xn--tda.localhost"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
        ("http://127.255.255.254", "http://127.255.255.254"),
        ("http://[::1]:3000", "http://[::1]:3000"),
        ("http://[0:0:0:0:0:0:0:1]", "http://[::1]"),
        ("http://[::0.0.0.1]", "http://[::1]"),
        ("http://[::0:0:0:0:0:0:1]", "http://[::1]"),
        (&longest, &format!("https://{long_host}:65535")),
    ];
    for (origin, expected) in table {
        assert_eq!(normalise(origin).as_deref(), Ok(expected), "{origin:?}");
        assert!(PATTERN.is_match(origin), "{origin:?}");
        assert!(PATTERN.is_match(expected), "{expected:?}");
    }
}

#[test]
fn normalises_all_in_order_and_once() {
    let origins = ["https://b.com/", "https://a.com", "HTTPS://B.com:443"].map(String::from);
    let expected = ["https://b.com", "https://a.com"].map(String::from);
    assert_eq!(normalise_all(&origins), Ok(expected.to_vec()));
    assert_eq!(normalise_all(&[]), Ok(Vec::new()));
}

#[test]
fn reports_all_failures_with_their_index() {
    let origins = [
        "https://*.com",
        "https://a.com",
        "https://a.com/x",
        "https://a.com",
    ]
    .map(String::from);
    let expected = vec![
        (0, OriginError::WildcardPublicSuffix),
        (2, OriginError::Path),
    ];
    assert_eq!(normalise_all(&origins), Err(expected));
}

#[test]
fn messages_continue_a_sentence() {
    assert_eq!(OriginError::Path.to_string(), "must not have a path");
    assert_eq!(
        OriginError::TooLong.to_string(),
        "must be at most 268 characters long"
    );
}
