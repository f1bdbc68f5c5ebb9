//! The bounds and formats of the values in a v1 update.

use rstest_reuse::apply;
use serde_json::json;

use crate::support::{self, Organization, Server, each_database, holding};

const COLOURS: [&str; 2] = [
    "/settings/branding/primaryColor",
    "/settings/branding/accentColor",
];
const EMAIL: &str = "/settings/billing/email";
const TAX_ID: &str = "/settings/billing/taxId";

/// Values, and the places where they are accepted.
fn accepted() -> Vec<(&'static str, Vec<String>)> {
    let long_logo_url = format!("https://example.com/{}", "l".repeat(2028));
    let names = [
        "a",
        &"n".repeat(100),
        &"🚀".repeat(100),
        &"e\u{301}".repeat(50),
        " Acme ",
        "null",
        "__proto__",
        "Use <table> names",
        "<script>alert(1)</script>",
        "'; DROP TABLE organizations; --",
        "\u{200f}\u{feff}\u{fffd}\u{10ffff}",
    ];
    let logo_urls = [
        "https://example.com/logo.png?size=2#top",
        "http://localhost:3000/logo.png",
        "HTTPS://[2001:db8::1]/",
        "https://example.com/%F0%9F%9A%80",
        "https://example.com",
        "http://192.0.2.1:80?a@b",
        "https://xn--bcher-kva.example:65535#@",
        "https://cdn_1.example.com./logo.png",
        "https://example.com:/",
        &long_logo_url,
    ];
    let short_texts = ["", "#FFF", &"c".repeat(64), &"🚀".repeat(64)];
    let emails = [
        "a.b+c@sub.example.co.uk",
        "o'hara@example.com",
        "ada@localhost",
        "ada@xn--mller-kva.de",
        &email(254),
    ];
    vec![
        ("/name", names.map(str::to_owned).into()),
        (
            "/description",
            [
                "",
                "a\tb\r\nc\n",
                "\u{85}\u{202e}",
                &"d".repeat(500),
                &"🚀".repeat(500),
            ]
            .map(str::to_owned)
            .into(),
        ),
        ("/logoUrl", logo_urls.map(str::to_owned).into()),
        (COLOURS[0], short_texts.map(str::to_owned).into()),
        (COLOURS[1], short_texts.map(str::to_owned).into()),
        (EMAIL, emails.map(str::to_owned).into()),
        (TAX_ID, short_texts.map(str::to_owned).into()),
    ]
}

/// Values that are too short, too long or contain U+0000, their places, and the rules that they violate.
fn out_of_bounds() -> Vec<(&'static str, String, &'static str)> {
    let mut refused = vec![
        ("/name", String::new(), "minLength"),
        ("/name", "n".repeat(101), "maxLength"),
        ("/name", "🚀".repeat(101), "maxLength"),
        ("/description", "d".repeat(501), "maxLength"),
        ("/description", "🚀".repeat(501), "maxLength"),
        (
            "/logoUrl",
            format!("https://example.com/{}", "l".repeat(2029)),
            "maxLength",
        ),
        (EMAIL, email(255), "maxLength"),
    ];
    for short_text in [COLOURS[0], COLOURS[1], TAX_ID] {
        refused.push((short_text, "c".repeat(65), "maxLength"));
        refused.push((short_text, "🚀".repeat(65), "maxLength"));
    }
    for text in ["/description", COLOURS[0], COLOURS[1], TAX_ID] {
        for control in ["\0", "a\0b", "\u{8}", "\u{b}", "\u{1b}[31m", "\u{7f}"] {
            refused.push((text, control.to_owned(), "pattern"));
        }
    }
    for text in [COLOURS[0], COLOURS[1], TAX_ID] {
        refused.push((text, "a\nb".to_owned(), "pattern"));
    }
    for logo_url in NO_HTTP_URLS {
        refused.push(("/logoUrl", logo_url.to_owned(), "pattern"));
    }
    refused
}

/// URIs that no page may be sent to for a picture.
const NO_HTTP_URLS: [&str; 20] = [
    "javascript:alert(1)",
    "JavaScript://example.com/%0Aalert(1)",
    "data:image/png;base64,iVBORw0KGgo=",
    "urn:isbn:0451450523",
    "ftp://example.com/logo.png",
    "file:///etc/passwd",
    "http:",
    "https:",
    "https://",
    "https:///x",
    "https:example.com",
    "https:/example.com",
    "https://?x",
    "https://:443/",
    "https://user@example.com/",
    "https://example.com@evil.example/",
    "https://a..b/",
    "https://x:99999/",
    "https://x:65536/",
    "https://x:0/",
];

const NO_URIS: [&str; 12] = [
    "",
    "logo.png",
    "/logo.png",
    "//example.com/logo.png",
    "https://example.com/my logo.png",
    " https://example.com/",
    "https://example.com/\n",
    "https://example.com/\0",
    "https://exämple.com/",
    "https://example.com/%zz",
    "https://[::1",
    "https://example.com/<table>",
];

const NO_EMAILS: [&str; 21] = [
    "",
    "a",
    "@",
    "a@",
    "@example.com",
    "a b@example.com",
    "a@b@example.com",
    "a@example .com",
    "a@example.com\n",
    "a@-example.com",
    "a@exa_mple.com",
    "a@example.com\0",
    ".ada@example.com",
    "ada.@example.com",
    "a..b@example.com",
    ".@example.com",
    "ada@example..com",
    "ada@müller.de",
    "ädä@example.com",
    "ada@[127.0.0.1]",
    "\"ada\"@example.com",
];

/// An address of that many characters, with the longest local part and the longest labels.
fn email(length: usize) -> String {
    let head = format!("{}@{}.{}.", "l".repeat(64), "d".repeat(63), "d".repeat(63));
    format!("{head}{}.com", "e".repeat(length - head.len() - 4))
}

#[apply(each_database)]
async fn values_within_bounds_are_stored_as_sent(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    for (pointer, values) in accepted() {
        for value in values {
            let value = json!(value);
            let updated = acme
                .owner
                .patch(&acme.v1, holding(pointer, value.clone()))
                .await;
            assert_eq!(updated.status, 200, "{pointer} {value}: {}", updated.body);
            let read = acme.owner.get(&acme.v1).await;
            assert_eq!(read.body.pointer(pointer), Some(&value));
        }
    }
}

#[apply(each_database)]
async fn values_out_of_bounds_are_named_and_change_nothing(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let before = acme.state().await;
    let mut refused = out_of_bounds();
    refused.extend(NO_URIS.map(|value| ("/logoUrl", value.to_owned(), "uri")));
    refused.extend(NO_EMAILS.map(|value| (EMAIL, value.to_owned(), "email")));
    for (pointer, value, code) in refused {
        let body = holding(pointer, json!(value));
        let answer = acme.owner.patch(&acme.v1, body).await;
        assert_eq!(answer.status, 400, "{pointer} {value:?}");
        assert_eq!(answer.violations(), [("body", pointer, code)], "{value:?}");
    }
    assert_eq!(acme.state().await, before);
}
