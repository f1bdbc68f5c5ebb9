//! The hosts and ports of entries, and who may use plain `http`.

use super::*;

#[test]
fn refuses_bad_hosts() {
    assert_all(
        OriginError::EmptyHost,
        &["https://", "https://:80", "https://*.", "https://*.:80"],
    );
    assert_all(
        OriginError::Host,
        &[
            "https://a..com",
            "https://.a.com",
            "https://*..com",
            "https://-a.com",
            "https://a-.com",
            "https://-ü.com",
            "https://a_b.com",
            "https://a%62.com",
            "https://a|b.com",
            "https://a,b.com",
            "https://xn--a.com",
            "https://＊.example.com",
            "https://a。com",
            "https://example.com。",
            "https://a／b.com",
            "https://a＠b.com",
            "https://a.1",
            "https://256.1.1.1",
            "https://1.2.3.4.5",
            "https://a.0x",
            "https://[::1",
            "https://[]",
            "https://[::g]",
            "https://[fe80::1%25eth0]",
            "https://[::1]a",
            "https://a[::1]",
        ],
    );
    assert_all(
        OriginError::TrailingDot,
        &[
            "https://example.com.",
            "http://localhost.:3000",
            "https://127.0.0.1.",
        ],
    );
}

#[test]
fn refuses_hosts_that_dns_cannot_carry() {
    let label = "a".repeat(63);
    let parent = format!("{label}.{label}.{label}");
    let long = [
        format!("https://{label}a.com"),
        format!("https://*.{label}a.com"),
        format!("https://{}.com", "ü".repeat(60)),
        format!("https://{parent}.{}", "a".repeat(62)),
        format!("https://*.{parent}.{}", "a".repeat(60)),
    ];
    for origin in &long {
        assert_eq!(normalise(origin), Err(OriginError::HostLength), "{origin}");
    }
    assert!(normalise(&format!("https://*.{parent}.{}", "a".repeat(59))).is_ok());
    let longer = format!("https://{}", "a".repeat(MAX_ORIGIN_CHARS));
    assert_eq!(normalise(&longer), Err(OriginError::TooLong));
}

#[test]
fn refuses_other_spellings_of_an_address() {
    assert_all(
        OriginError::AddressSpelling,
        &[
            "https://1",
            "https://2130706433",
            "http://127.1",
            "http://0x7f.1",
            "http://0177.0.0.1",
            "https://①",
        ],
    );
}

#[test]
fn refuses_bad_ports() {
    assert_all(
        OriginError::Port,
        &[
            "https://a.com:",
            "https://a.com:/",
            "https://a.com:0",
            "https://a.com:65536",
            "https://a.com:0443",
            "https://a.com:+1",
            "https://a.com:-1",
            "https://a.com:x",
            "https://a.com:1:2",
            "https://a.com:１",
            "https://*.a.com:*",
            "https://[::1]:",
        ],
    );
}

#[test]
fn refuses_plain_http_except_on_local_hosts() {
    assert_all(
        OriginError::PlainHttp,
        &[
            "http://example.com",
            "http://notlocalhost",
            "http://localhost.com",
            "http://ｌocalhost",
            "http://0.0.0.0",
            "http://192.168.0.1",
            "http://128.0.0.1",
            "http://[::]",
            "http://[::2]",
            "http://[::ffff:127.0.0.1]",
        ],
    );
}

#[test]
fn plain_http_is_for_every_host_where_the_operator_says_so() {
    for (origin, expected) in [
        ("http://intranet", Ok("http://intranet")),
        ("http://192.168.1.5:3000", Ok("http://192.168.1.5:3000")),
        ("HTTP://App.Example.com:80/", Ok("http://app.example.com")),
        ("http://[fd00::1]:3000", Ok("http://[fd00::1]:3000")),
        ("https://example.com", Ok("https://example.com")),
        ("http://*.example.com", Err(OriginError::WildcardScheme)),
        ("http://example.com/x", Err(OriginError::Path)),
        ("http://192.168.1", Err(OriginError::AddressSpelling)),
        ("ftp://intranet", Err(OriginError::Scheme)),
    ] {
        let normalised = super::super::normalise(origin, PlainHttp::Anywhere);
        assert_eq!(normalised, expected.map(str::to_owned), "{origin}");
    }
    assert_eq!(normalise("http://intranet"), Err(OriginError::PlainHttp));
}
