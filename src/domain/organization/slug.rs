//! The slugs of organizations, derived from names.
//!
//! This module does not check uniqueness. If a slug is taken, get another one from [`with_suffix`].

/// The minimum length of a slug in the contract.
pub const MIN_SLUG_CHARS: usize = 3;

/// The maximum length of a slug in the contract.
pub const MAX_SLUG_CHARS: usize = 50;

/// The maximum length of a suffix for [`with_suffix`], so that most of the name always remains.
pub const MAX_SUFFIX_CHARS: usize = 12;

/// Reserved slugs. A test compares this list with the contract.
///
/// The sources are RFC 2142 (mailboxes), the host names that browsers and mail programs look up automatically, the
/// reserved names of GitLab and GitHub, and values that programs send by mistake.
const RESERVED: &str = "
    about abuse account accounts activate admin administrator administrators admins analytics
    anonymous api api-docs apis app apps assets auth authentication authorize autoconfig autodiscover
    billing blog bot broadcasthost callback cdn checkout config console contact create dashboard
    default delete developer developers docs download downloads edit email embed error errors everyone
    export false faq favicon feed feedback files forgot-password ftp graphql guest health healthz help
    home host hostmaster http https images imap import index info internal invitation invitations
    invite invites invoice invoices isatap jobs legal localdomain localhost login logout mail
    mailer-daemon mailerdaemon marketing media member members metrics mobile nan new news nil no-reply
    nobody noc none noreply null oauth oauth2 official oidc openapi operator organisation
    organisations organizations orgs owner owners passwd password payment payments policy pop pop3
    postmaster press pricing privacy private profile public readyz register registration reset root
    sales saml search secure security self session sessions settings setup sign-in sign-out sign-up
    signin signout signup smtp ssl sso staff static status subscribe superuser support swagger
    sysadmin system team teams terms token tokens true undefined unknown unsubscribe update upgrade
    upload uploads usenet user users uucp webhook webhooks webmail webmaster well-known wiki wpad www
    www1 www2 xmlrpc
";

/// Used if nothing of a name can be transliterated.
const FALLBACK: &str = "organization";

/// Returns `true` if the slug is reserved.
pub fn is_reserved(slug: &str) -> bool {
    RESERVED.split_whitespace().any(|word| word == slug)
}

/// Derives a slug from the name of an organization.
///
/// Accepts any text. Returns a slug of 3 to 50 characters that matches `^[a-z0-9]+(?:-[a-z0-9]+)*$`. The name is
/// transliterated to ASCII, and cut after a whole word if enough remains. The slug is `organization` if nothing
/// remains, and ends in `-org` if too little remains or the slug would be reserved. The same name always gives the
/// same slug, and a valid slug gives itself.
///
/// Follows BunShip's `POST /api/v1/organizations` (bounds and pattern) and Basedash's
/// `POST /api/public/organizations` (a slug generated when absent).
pub fn from_name(name: &str) -> String {
    let slug = ::slug::slugify(name);
    let slug = cut(&slug, MAX_SLUG_CHARS);
    if slug.is_empty() {
        FALLBACK.to_owned()
    } else if slug.len() < MIN_SLUG_CHARS || is_reserved(&slug) {
        format!("{slug}-org")
    } else {
        slug
    }
}

/// Derives another slug from a taken one: `acme-corp` and `x7k2p9` give `acme-corp-x7k2p9`.
///
/// Takes a slug and a suffix of at most 12 characters in lower-case base36. Other values are converted to these forms.
/// Returns a slug like [`from_name`], shortened so that the suffix fits. With an empty suffix, this is the slug alone.
///
/// Follows BunShip's `POST /api/v1/organizations` (bounds and pattern).
pub fn with_suffix(slug: &str, suffix: &str) -> String {
    let slug = from_name(slug);
    let suffix = ::slug::slugify(suffix);
    let suffix = truncated(&suffix, MAX_SUFFIX_CHARS);
    if suffix.is_empty() {
        return slug;
    }
    let room = MAX_SLUG_CHARS - suffix.len() - 1;
    format!("{}-{suffix}", cut(&slug, room))
}

/// Shortens a slug to whole words if these are long enough for a slug, and otherwise within a word.
fn cut(slug: &str, max: usize) -> String {
    let head = truncated(slug, max);
    let next = slug.chars().nth(max);
    let ends_word = head.len() < max || next.is_none_or(|next| next == '-');
    if ends_word {
        return head;
    }
    match head.rsplit_once('-') {
        Some((words, _)) if words.len() >= MIN_SLUG_CHARS => words.to_owned(),
        _ => head,
    }
}

/// Returns the first characters of a slug, without a hyphen at their end.
fn truncated(slug: &str, max: usize) -> String {
    let mut head: String = slug.chars().take(max).collect();
    head.truncate(head.trim_end_matches('-').len());
    head
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Checks the contract's pattern and bounds.
    fn is_valid(slug: &str) -> bool {
        let word = |word: &str| {
            !word.is_empty()
                && word
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        };
        let is_long_enough = (MIN_SLUG_CHARS..=MAX_SLUG_CHARS).contains(&slug.len());
        is_long_enough && slug.split('-').all(word) && !is_reserved(slug)
    }

    #[test]
    fn the_contract_lists_what_is_reserved() {
        let document: serde_json::Value = serde_json::from_str(crate::contract::JSON).unwrap();
        let listed = &document["components"]["schemas"]["NewSlug"]["not"]["enum"];
        let reserved: Vec<_> = RESERVED.split_whitespace().collect();
        assert_eq!(listed, &serde_json::json!(reserved));
    }

    #[test]
    fn names_give_these_slugs() {
        let table = [
            ("Acme Corporation", "acme-corporation"),
            ("Ünïcode & Söhne GmbH", "unicode-sohne-gmbh"),
            ("北京", "bei-jing"),
            ("日本語", "ri-ben-yu"),
            ("Москва", "moskva"),
            ("🚀", "rocket"),
            ("---", "organization"),
            ("", "organization"),
            (" \t\n", "organization"),
            ("\0", "organization"),
            ("!?.,", "organization"),
            ("\u{E000}", "organization"),
            ("a", "a-org"),
            ("AB", "ab-org"),
            ("7", "7-org"),
            ("é", "e-org"),
            ("a-", "a-org"),
            ("abc", "abc"),
            ("a b", "a-b"),
            ("--Acme__Corp--", "acme-corp"),
            ("Admin", "admin-org"),
            ("null", "null-org"),
            ("No Reply", "no-reply-org"),
            ("admin-org", "admin-org"),
        ];
        for (name, expected) in table {
            assert_eq!(from_name(name), expected, "{name:?}");
            assert!(is_valid(expected), "{expected}");
        }
    }

    #[test]
    fn long_names_are_cut_at_a_hyphen_where_possible() {
        let table = [
            ("x".repeat(255), "x".repeat(50)),
            ("x".repeat(50), "x".repeat(50)),
            (format!("{} tail", "x".repeat(50)), "x".repeat(50)),
            (format!("{} tail", "x".repeat(49)), "x".repeat(49)),
            (format!("acme {}", "x".repeat(255)), "acme".to_owned()),
            (format!("admin {}", "x".repeat(255)), "admin-org".to_owned()),
            (
                format!("a {}", "x".repeat(255)),
                format!("a-{}", "x".repeat(48)),
            ),
            (
                "abcd ".repeat(51),
                "abcd-".repeat(10).trim_end_matches('-').to_owned(),
            ),
        ];
        for (name, expected) in table {
            assert_eq!(from_name(&name), expected, "{name}");
        }
        for character in ["🚀", "北", "é", "-", "\u{200B}", "ﷺ"] {
            assert!(is_valid(&from_name(&character.repeat(255))), "{character}");
        }
    }

    #[test]
    fn suffixes_are_appended_within_the_bound() {
        let long = "x".repeat(50);
        let table = [
            ("acme-corp", "x7k2p9", "acme-corp-x7k2p9".to_owned()),
            (&long, "x7k2p9", format!("{}-x7k2p9", "x".repeat(43))),
            (
                &long,
                "abcdefghijkl",
                format!("{}-abcdefghijkl", "x".repeat(37)),
            ),
            (
                &long,
                "abcdefghijklm",
                format!("{}-abcdefghijkl", "x".repeat(37)),
            ),
            ("acme-corp", "X7K2P9", "acme-corp-x7k2p9".to_owned()),
            ("acme-corp", "", "acme-corp".to_owned()),
            ("", "x7k2p9", "organization-x7k2p9".to_owned()),
            ("a", "1", "a-org-1".to_owned()),
            (
                "the-quick-brown-fox-jumps-over-the-lazy-dog-again",
                "x7k2p9",
                "the-quick-brown-fox-jumps-over-the-lazy-dog-x7k2p9".to_owned(),
            ),
            (
                "the-quick-brown-fox-jumps-over-the-lazy-dogs-again",
                "x7k2p9",
                "the-quick-brown-fox-jumps-over-the-lazy-x7k2p9".to_owned(),
            ),
        ];
        for (slug, suffix, expected) in table {
            assert_eq!(with_suffix(slug, suffix), expected, "{slug} {suffix}");
            assert!(is_valid(&expected), "{expected}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn any_name_gives_a_valid_slug(name in any::<String>()) {
            let slug = from_name(&name);
            prop_assert!(is_valid(&slug), "{}", slug);
            prop_assert_eq!(from_name(&slug), slug);
        }

        #[test]
        fn any_wordy_name_gives_a_valid_slug(name in "[a-z京🚀 -]{0,255}") {
            let slug = from_name(&name);
            prop_assert!(is_valid(&slug), "{}", slug);
            prop_assert!(::slug::slugify(&name).starts_with(&slug) || slug.ends_with("-org") || slug == FALLBACK);
        }

        #[test]
        fn any_suffix_gives_a_valid_slug(slug in any::<String>(), suffix in any::<String>()) {
            let slug = with_suffix(&slug, &suffix);
            prop_assert!(is_valid(&slug), "{}", slug);
        }

        #[test]
        fn a_proper_suffix_is_kept_whole(name in "[a-z -]{0,99}", suffix in "[a-z0-9]{1,12}") {
            let slug = with_suffix(&from_name(&name), &suffix);
            prop_assert!(is_valid(&slug), "{}", slug);
            let ending = format!("-{suffix}");
            prop_assert!(slug.ends_with(&ending));
        }
    }
}
