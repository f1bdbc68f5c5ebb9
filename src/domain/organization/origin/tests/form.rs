//! Entries that are not an origin: their scheme, path and characters.

use url::Host;

use super::*;

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
