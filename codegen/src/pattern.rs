//! Patterns are ECMA-262 with the flag `u`. `jsonschema` evaluates them with Rust's `regex` or `fancy-regex`, and
//! translates what differs, except what is translated here.

/// What `\b` looks for on either side, in ECMA-262 without regard to Unicode.
const WORD: &str = "[A-Za-z0-9_]";

/// `\d`, `\w` and `\s` and what they leave out, as members of a class.
const CLASSES: [(char, &str); 6] = [
    ('d', "0-9"),
    ('D', r"\x{0}-/:-\x{10FFFF}"),
    ('w', "A-Za-z0-9_"),
    ('W', r"\x{0}-/:-@\x{5B}-\x{5E}\x{60}\{-\x{10FFFF}"),
    (
        's',
        r"\x{9}-\x{D}\x{20}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}",
    ),
    (
        'S',
        r"\x{0}-\x{8}\x{E}-\x{1F}\x{21}-\x{9F}\x{A1}-\x{167F}\x{1681}-\x{1FFF}\x{200B}-\x{2027}\x{202A}-\x{202E}\x{2030}-\x{205E}\x{2060}-\x{2FFF}\x{3001}-\x{FEFE}\x{FF00}-\x{10FFFF}",
    ),
];

/// A pattern that means to `jsonschema` what the pattern means in ECMA-262.
///
/// # Errors
/// When it is not a pattern of ECMA-262, or one that cannot be evaluated.
pub fn translated(pattern: &str) -> Result<String, String> {
    let is_ecma = |flags: &str| regress::Regex::with_flags(pattern, flags);
    // Escapes that the flag `u` forbids, such as `\-`, are common.
    if let Err(error) = is_ecma("u").or_else(|_| is_ecma("")) {
        return Err(format!(
            "{pattern:?} is not a pattern of ECMA-262: {}",
            error.text
        ));
    }
    let translated = translate(pattern);
    match jsonschema::validator_for(&serde_json::json!({ "pattern": translated })) {
        Ok(_) => Ok(translated),
        Err(_) => Err(format!("{pattern:?} cannot be evaluated")),
    }
}

fn translate(pattern: &str) -> String {
    // `jsonschema` translates nothing in a pattern with these.
    let looks_around = ["(?=", "(?!", "(?<", r"\b", r"\B"]
        .iter()
        .any(|one| pattern.contains(one))
        || pattern.contains(r"\k")
        || (b'1'..=b'9').any(|digit| pattern.contains(&format!(r"\{}", char::from(digit))));
    let mut translated = String::new();
    let mut characters = pattern.chars().peekable();
    let mut is_in_class = false;
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                let escaped = characters.next().unwrap_or_default();
                translated.push_str(&escape(escaped, is_in_class, looks_around));
            }
            '.' if !is_in_class => translated.push_str(r"[^\n\r\x{2028}\x{2029}]"),
            '[' if !is_in_class => {
                // `[]` matches nothing, and `[^]` everything.
                let rest: String = characters.clone().take(2).collect();
                match rest.as_str() {
                    "^]" => {
                        translated.push_str(r"[\x{0}-\x{10FFFF}]");
                        characters.nth(1);
                    }
                    _ if rest.starts_with(']') => {
                        translated.push_str(r"[^\x{0}-\x{10FFFF}]");
                        characters.next();
                    }
                    _ => {
                        is_in_class = true;
                        translated.push('[');
                    }
                }
            }
            ']' if is_in_class => {
                is_in_class = false;
                translated.push(']');
            }
            '[' if looks_around => translated.push_str(r"\["),
            other => translated.push(other),
        }
    }
    translated
}

fn escape(escaped: char, is_in_class: bool, looks_around: bool) -> String {
    let class = CLASSES.iter().find(|(name, _)| *name == escaped);
    match (escaped, class) {
        ('b', _) if is_in_class => r"\x{8}".to_owned(),
        ('b', _) => {
            format!("(?:(?<={WORD})(?!{WORD})|(?<!{WORD})(?={WORD}))")
        }
        ('B', _) => {
            format!("(?:(?<={WORD})(?={WORD})|(?<!{WORD})(?!{WORD}))")
        }
        ('0', _) => r"\x{0}".to_owned(),
        (_, Some((_, members))) if looks_around => match is_in_class {
            true => (*members).to_owned(),
            false => format!("[{members}]"),
        },
        _ => format!(r"\{escaped}"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::translated;

    #[track_caller]
    fn assert_verdicts(pattern: &str, matching: &[&str], others: &[&str]) {
        let translated = translated(pattern).unwrap();
        let schema = jsonschema::validator_for(&json!({ "pattern": translated })).unwrap();
        for (texts, verdict) in [(matching, true), (others, false)] {
            for text in texts {
                assert_eq!(
                    schema.is_valid(&json!(text)),
                    verdict,
                    "{pattern} on {text:?}: {translated}"
                );
            }
        }
    }

    #[test]
    fn means_what_it_means_in_ecma_262() {
        assert_verdicts(
            "^.$",
            &["a", "é", "\u{85}", "\0"],
            &["\n", "\r", "\u{2028}", "\u{2029}"],
        );
        assert_verdicts("^[.]$", &["."], &["a"]);
        assert_verdicts(r"^\.$", &["."], &["a"]);
        assert_verdicts(r"^\d$", &["1"], &["٣"]);
        assert_verdicts(r"^\w$", &["a", "_"], &["é", "-"]);
        assert_verdicts(r"^\s$", &[" ", "\u{feff}", "\u{2028}"], &["\u{85}", "a"]);
        assert_verdicts(r"^\S$", &["\u{85}", "a"], &["\u{feff}", " "]);
        assert_verdicts(r"^[^\d]$", &["a", "٣"], &["1"]);
        assert_verdicts(r"\bé", &["aé"], &["é", " é"]);
        assert_verdicts(r"a\b", &["a", "aé"], &["ab"]);
        assert_verdicts(r"a\B", &["ab"], &["a", "aé"]);
        assert_verdicts(r"^[\b]$", &["\u{8}"], &["b"]);
        assert_verdicts(r"^[^]$", &["a", "\n"], &[""]);
        assert_verdicts("^a[]?$", &["a"], &["a]", "b"]);
        assert_verdicts("^[a[]$", &["a", "["], &["b"]);
        assert_verdicts("^[a&&b]$", &["a", "&", "b"], &["c"]);
        assert_verdicts(r"^\0$", &["\0"], &["0"]);
        assert_verdicts(r"^\u{1F600}\x41\u0041\cA$", &["😀AA\u{1}"], &["😀AA"]);
        assert_verdicts(r"^\p{Lu}\-$", &["É-"], &["é-"]);
    }

    #[test]
    fn means_the_same_beside_looking_around() {
        assert_verdicts(r"^(?=.*\d)[\w\D]+$", &["a1", "é1"], &["a", "٣"]);
        assert_verdicts(r"^(?!\s)[\S]$", &["\u{85}"], &["\u{feff}"]);
        assert_verdicts(r"^(.)\W\1$", &["a-a", "aéa"], &["a-b", "aba"]);
        assert_verdicts(r"^(?=.)[^\W]$", &["x"], &["é", "-"]);
        assert_verdicts(r"^\d\b", &["1", "1é"], &["٣", "11"]);
    }

    #[test]
    fn refuses_what_is_no_pattern_or_cannot_be_evaluated() {
        for pattern in [
            "(", "(?=a)?", r"a++", r"(?>a)", r"[b-a]", r"(?i-s)a", "(?P<n>a)",
        ] {
            assert!(translated(pattern).is_err(), "{pattern}");
        }
    }
}
