//! What holds of any text, and of any origin.

use std::net::{Ipv4Addr, Ipv6Addr};

use proptest::prelude::*;
use url::Url;

use super::*;

/// Text that is nearly an origin, so that acceptance is reached often and its edges are met.
fn near_origin() -> impl Strategy<Value = String> {
    let scheme = "(?i:https?)|https|http|[a-z]{0,3}";
    let slashes = prop_oneof![8 => Just("://"), 1 => Just(":/"), 1 => Just(":///")];
    let label = prop_oneof![
        4 => "[a-zA-Z0-9]{1,6}",
        1 => "[a-z0-9*_.-]{0,6}",
        2 => "[a-z0-9ü例тестß\u{308}\u{FE0F}。.①ｍ-]{1,5}",
        1 => "\\PC{1,4}",
        1 => Just(String::from("*")),
        1 => Just(String::from("xn--bcher-kva")),
    ];
    let name = (
        proptest::collection::vec(label, 0..4),
        prop_oneof![
            Just("com"),
            Just("co.uk"),
            Just("localhost"),
            Just("LocalHost"),
            Just("рф"),
            Just("1"),
            Just("")
        ],
    )
        .prop_map(|(mut labels, last)| {
            labels.push(last.to_owned());
            labels.join(".")
        });
    let host = prop_oneof![
        6 => name,
        1 => any::<[u8; 4]>().prop_map(|octets| Ipv4Addr::from(octets).to_string()),
        1 => any::<[u8; 4]>().prop_map(|[_, b, c, d]| Ipv4Addr::new(127, b, c, d).to_string()),
        1 => "\\[(0{0,4}:){1,9}(0{0,3}|0\\.0\\.0\\.)1\\]",
        1 => "\\[[0-9a-fA-F:.]{1,24}\\]",
        1 => "\\[([0-9a-f]{0,4}:){1,8}[0-9a-f]{0,4}\\]",
        1 => any::<u128>().prop_map(|bits| format!("[{}]", Ipv6Addr::from(bits))),
    ];
    let port = prop_oneof![
        4 => Just(String::new()),
        2 => any::<u16>().prop_map(|port| format!(":{port}")),
        1 => ":[0-9]{0,6}",
    ];
    let tail =
        prop_oneof![6 => Just(""), 3 => Just("/"), 1 => Just("?"), 1 => Just("/x"), 1 => Just("#")];
    (scheme, slashes, host, port, tail).prop_map(|(scheme, slashes, host, port, tail)| {
        format!("{scheme}{slashes}{host}{port}{tail}")
    })
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![6 => near_origin(), 1 => any::<String>(), 1 => "https://\\PC{0,12}"]
}

fn valid_origin() -> impl Strategy<Value = String> {
    let label = "[a-zA-Z0-9]([a-zA-Z0-9]{0,20}[a-zA-Z0-9])?|[a-z](-?[a-z0-9]){0,9}|[a-z]{0,3}[äöüéñ京都]{1,9}";
    let name = proptest::collection::vec(label, 1..5).prop_map(|labels| labels.join("."));
    let local = prop_oneof![
        Just(String::from("localhost")),
        "[a-z]{1,9}\\.localhost",
        any::<[u8; 3]>().prop_map(|[b, c, d]| format!("127.{b}.{c}.{d}")),
        Just(String::from("[::1]")),
    ];
    let host = prop_oneof![
        name.clone()
            .prop_map(|name| format!("https://{name}.example")),
        name.prop_map(|name| format!("https://*.{name}.example")),
        any::<u32>().prop_map(|bits| format!("https://{}", Ipv4Addr::from(bits))),
        any::<u128>().prop_map(|bits| format!("https://[{}]", Ipv6Addr::from(bits))),
        local.prop_map(|host| format!("http://{host}")),
    ];
    let port = proptest::option::of(1..=u16::MAX);
    (host, port, any::<bool>()).prop_map(|(host, port, slash)| {
        let port = port.map_or_else(String::new, |port| format!(":{port}"));
        format!("{host}{port}{}", if slash { "/" } else { "" })
    })
}

/// What the `url` crate makes of it, with the wildcard replaced by a label and put back.
fn url_origin(origin: &str) -> String {
    let url = Url::parse(&origin.replacen("*.", "wildcard.", 1)).unwrap();
    let serialised = url.origin().ascii_serialization();
    if origin.contains('*') {
        serialised.replacen("wildcard.", "*.", 1)
    } else {
        serialised
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_string_is_answered(text in any::<String>()) {
        let _ = normalise(&text);
    }

    #[test]
    fn accepted_is_idempotent_matches_the_pattern_and_is_the_url_origin(text in any_text()) {
        if let Ok(normalised) = normalise(&text) {
            prop_assert_eq!(normalise(&normalised), Ok(normalised.clone()));
            prop_assert_eq!(url_origin(&text), normalised.clone());
            prop_assert_eq!(url_origin(&normalised), normalised.clone());
            prop_assert!(normalised.is_ascii() && normalised.len() <= MAX_ORIGIN_CHARS);
            prop_assert!(PATTERN.is_match(&text));
            prop_assert!(PATTERN.is_match(&normalised));
        }
    }

    #[test]
    fn valid_origins_are_accepted(origin in valid_origin()) {
        let normalised = normalise(&origin);
        prop_assert!(normalised.is_ok(), "{:?}", normalised);
        prop_assert!(PATTERN.is_match(&origin));
        prop_assert_eq!(Ok(url_origin(&origin)), normalised);
    }

    #[test]
    fn a_list_is_normalised_entry_by_entry(origins in proptest::collection::vec(any_text(), 0..6)) {
        let failing: Vec<_> = origins
            .iter()
            .enumerate()
            .filter_map(|(index, origin)| normalise(origin).err().map(|error| (index, error)))
            .collect();
        match normalise_all(&origins) {
            Ok(normalised) => {
                prop_assert!(failing.is_empty());
                prop_assert_eq!(normalise_all(&normalised), Ok(normalised));
            }
            Err(errors) => prop_assert_eq!(errors, failing),
        }
    }
}
