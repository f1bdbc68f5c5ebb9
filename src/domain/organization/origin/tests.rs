//! Entries one by one, and what becomes of each.

mod properties;

use std::sync::LazyLock;

use regex::Regex;
use url::Host;

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
fn refuses_other_schemes() {
    assert_all(
        OriginError::Scheme,
        &[
            "",
            "null",
            "*",
            "example.com",
            "//example.com",
            "://example.com",
            "localhost:3000",
            "ftp://example.com",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "data:text/html,x",
            "ws://example.com",
            "httpss://example.com",
            "blob:https://example.com",
        ],
    );
}

#[test]
fn refuses_missing_and_extra_slashes() {
    assert_all(
        OriginError::Slashes,
        &[
            "https:",
            "https:example.com",
            "https:/example.com",
            "https:///example.com",
            "https:////example.com",
        ],
    );
}

#[test]
fn refuses_paths_queries_and_fragments() {
    assert_all(
        OriginError::Path,
        &[
            "https://a.com/x",
            "https://a.com//",
            "https://a.com/.",
            "https://a.com/x?y#z",
            "https://a.com/@",
        ],
    );
    assert_all(
        OriginError::Query,
        &[
            "https://a.com?",
            "https://a.com/?",
            "https://a.com?x=1",
            "https://a.com?#",
        ],
    );
    assert_all(
        OriginError::Fragment,
        &["https://a.com#", "https://a.com/#", "https://a.com#x"],
    );
}

#[test]
fn refuses_user_information() {
    assert_all(
        OriginError::UserInfo,
        &[
            "https://@a.com",
            "https://:@a.com",
            "https://u@a.com",
            "https://u:p@a.com",
            "https://u:p@a.com/x",
        ],
    );
}

#[test]
fn refuses_what_a_url_parser_repairs() {
    assert_all(
        OriginError::Character,
        &[
            " https://a.com",
            "https://a.com ",
            "https://a.com\n",
            "https://a\t.com",
            "ht\ntps://a.com",
            "https://a.com\0",
            "https://a\u{7F}.com",
            "https://a\u{85}.com",
            "https://a\u{A0}.com",
            "https://a\u{3000}.com",
            "https:\\\\a.com",
            "https://a.com\\",
            "https://a\u{AD}.com",
            "https://a\u{200B}.com",
            "\u{FEFF}https://a.com",
        ],
    );
}

#[test]
fn refuses_every_character_that_idna_drops_unless_it_selects_an_emoji() {
    for c in '\u{80}'..=char::MAX {
        let dropped = Host::parse(&format!("a{c}b")).is_ok_and(|host| host.to_string() == "ab");
        let selector = matches!(c, '\u{FE0E}' | '\u{FE0F}');
        assert!(
            !dropped || selector || is_invisible(c),
            "{:X}",
            u32::from(c)
        );
    }
}

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
fn refuses_plain_http_but_for_local_hosts() {
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
fn refuses_misplaced_wildcards() {
    assert_all(
        OriginError::WildcardPosition,
        &[
            "https://*",
            "https://*:443",
            "https://**",
            "https://a.*.com",
            "https://f*o.com",
            "https://*a.example.com",
            "https://**.example.com",
            "https://*.*.com",
            "https://*.*",
            "https://example.*",
            "https://*。example.com",
        ],
    );
    assert_all(
        OriginError::WildcardScheme,
        &["http://*.localhost", "http://*.example.com"],
    );
    assert_all(
        OriginError::WildcardAddress,
        &[
            "https://*.127.0.0.1",
            "https://*.1.0x",
            "https://*.1",
            "https://*.[::1]",
            "https://*.[::1]:80",
        ],
    );
}

#[test]
fn refuses_wildcards_under_a_public_suffix() {
    assert_all(
        OriginError::WildcardPublicSuffix,
        &[
            "https://*.com",
            "https://*.COM:8443",
            "https://*.co.uk",
            "https://*.github.io",
            "https://*.vercel.app",
            "https://*.xn--55qx5d.cn",
            "https://*.公司.cn",
            "https://*.ｃom",
            "https://*.ck",
            "https://*.foo.ck",
            "https://*.kawasaki.jp",
            "https://*.localhost",
            "https://*.intranet",
        ],
    );
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

#[test]
fn the_pattern_refuses_what_is_no_origin_at_a_glance() {
    for origin in [
        "https://*",
        "https://a.*.com",
        "https://a.com/x",
        "https://a.com?",
        "https://a.com#",
        "https://@a.com",
        "https:/a.com",
        "https:///a.com",
        "ftp://a.com",
        "null",
        " https://a.com",
        "https://a.com\n",
    ] {
        assert!(!PATTERN.is_match(origin), "{origin:?}");
    }
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
        let normalised = super::normalise(origin, PlainHttp::Anywhere);
        assert_eq!(normalised, expected.map(str::to_owned), "{origin}");
    }
    assert_eq!(normalise("http://intranet"), Err(OriginError::PlainHttp));
}
