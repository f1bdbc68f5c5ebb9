//! Display names: one line of visible text.

use thiserror::Error;

/// The reason for which a name is refused. The text continues a sentence: "`/name` must …".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NameError {
    /// Control characters and line breaks, as in `Acme\nCorp`, including line and paragraph separators.
    #[error("must not contain control characters or line breaks")]
    Control,
    /// Characters after which text is displayed in a different order.
    #[error(
        "must not contain characters that override the direction of text (U+202A to U+202E, U+2066 to U+2069)"
    )]
    Direction,
    /// Only whitespace and characters without a glyph.
    #[error("must contain a visible character")]
    Invisible,
    /// Empty, or more than [`MAX_CHARS`] characters.
    #[error("must have 1 to {MAX_CHARS} characters")]
    Length,
}

/// The maximum length of a name, in characters, as in the contract.
pub const MAX_CHARS: usize = 100;

/// Checks a name and its length.
///
/// # Errors
/// As [`check`]; [`NameError::Length`].
pub fn check_with_length(name: &str) -> Result<(), NameError> {
    check(name)?;
    match (1..=MAX_CHARS).contains(&name.chars().count()) {
        true => Ok(()),
        false => Err(NameError::Length),
    }
}

/// Checks a name, which may have any visible text in one line.
///
/// Directional marks (U+200E, U+200F) and joiners (U+200D) are allowed, because names in Arabic and Hebrew and emoji
/// need them.
///
/// The length is not checked: an empty name is allowed here, and refused as too short elsewhere.
///
/// # Errors
/// The first [`NameError`] that applies, in the order of their declaration.
pub fn check(name: &str) -> Result<(), NameError> {
    let is_break = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let overrides = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if name.contains(is_break) {
        Err(NameError::Control)
    } else if name.contains(overrides) {
        Err(NameError::Direction)
    } else if !name.is_empty() && !name.chars().any(is_visible) {
        Err(NameError::Invisible)
    } else {
        Ok(())
    }
}

/// Returns `true` if the character has a glyph. Most characters without one are Default_Ignorable_Code_Point
/// (UAX #44); the others are a blank (U+2800) and annotations (U+FFF9 to U+FFFB).
fn is_visible(c: char) -> bool {
    let is_blank = matches!(
        c,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    );
    !is_blank && !c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_line_that_can_be_seen() {
        for name in [
            "",
            "Acme Corp",
            " a ",
            "北京",
            "🚀",
            "👩\u{200D}👩",
            "\u{200F}שלום",
            "نمونه\u{200C}ها",
            "e\u{301}",
            "❤\u{FE0F}",
            "\u{E000}",
            "null",
            "<script>",
        ] {
            assert_eq!(check(name), Ok(()), "{name:?}");
        }
        for (name, error) in [
            ("Acme\nCorp", NameError::Control),
            ("Acme\tCorp", NameError::Control),
            ("Acme\u{7F}", NameError::Control),
            ("Acme\u{85}", NameError::Control),
            ("Acme\u{2028}", NameError::Control),
            ("\u{1}", NameError::Control),
            ("Acme\u{202E}proC", NameError::Direction),
            ("Acme\u{2066}", NameError::Direction),
            ("\u{2069}", NameError::Direction),
            ("   ", NameError::Invisible),
            ("\u{A0}\u{3000}\u{2003}", NameError::Invisible),
            (
                "\u{200B}\u{200D}\u{FEFF}\u{2060}\u{AD}",
                NameError::Invisible,
            ),
            ("\u{3164}", NameError::Invisible),
            ("\u{2800}", NameError::Invisible),
            ("\u{E0041}\u{FE0F}", NameError::Invisible),
        ] {
            assert_eq!(check(name), Err(error), "{name:?}");
        }
    }
}
