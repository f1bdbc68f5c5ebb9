//! E-mail addresses: `format: email` in the contract, and the addresses of users.

use validator::ValidateEmail;

/// The maximum length of an address (RFC 5321, 4.5.3.1.3, without the angle brackets).
pub const MAX_CHARS: usize = 254;

/// Returns `true` for an e-mail address: a Dot-string of at most 64 characters, `@` and a host name, all in ASCII
/// (RFC 5321, 4.1.2, without quoted local parts, address literals and the extensions of RFC 6531).
///
/// The total length is not checked.
pub fn is_valid(address: &str) -> bool {
    let Some((local, domain)) = address.rsplit_once('@') else {
        return false;
    };
    // The validator follows HTML, and also accepts misplaced dots, address literals and international names.
    address.validate_email()
        && address.is_ascii()
        && !local.split('.').any(str::is_empty)
        && !domain.starts_with('[')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_rule_says_what_is_an_address() {
        for address in [
            "ada@example.com",
            "a.b+c@sub.example.co.uk",
            "o'hara@example.com",
            "ADA@EXAMPLE.COM",
            "!#$%&'*+/=?^_`{|}~-@example.com",
            "ada@localhost",
            "ada@xn--mller-kva.de",
        ] {
            assert!(is_valid(address), "{address}");
        }
        for address in [
            "",
            "ada",
            "@",
            "ada@",
            "@example.com",
            ".ada@example.com",
            "ada.@example.com",
            "a..b@example.com",
            ".@example.com",
            "ada@.example.com",
            "ada@example..com",
            "ada@example.com.",
            "ada@-example.com",
            "ada@[127.0.0.1]",
            "ada@[::1]",
            "ada@müller.de",
            "ädä@example.com",
            "\"ada\"@example.com",
            "a b@example.com",
            "a@b@example.com",
            "ada@example.com\n",
            "ada@exa_mple.com",
        ] {
            assert!(!is_valid(address), "{address}");
        }
        let local = |length| format!("{}@example.com", "a".repeat(length));
        assert!(is_valid(&local(64)) && !is_valid(&local(65)));
    }
}
