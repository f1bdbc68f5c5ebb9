//! Path templates: the values in a path, and the route that the router knows it by.

use std::borrow::Cow;

/// The undecoded values of the template's parameters in a path; `None` when the path does not match.
pub(crate) fn captures<'p>(
    template: &'static str,
    path: &'p str,
) -> Option<Vec<(Cow<'p, str>, Cow<'p, str>)>> {
    let mut captured = Vec::new();
    let mut segments = path.split('/');
    for expected in template.split('/') {
        segment(expected, segments.next()?, &mut captured)?;
    }
    segments.next().is_none().then_some(captured)
}

fn segment<'p>(
    template: &'static str,
    text: &'p str,
    captured: &mut Vec<(Cow<'p, str>, Cow<'p, str>)>,
) -> Option<()> {
    let Some((literal, rest)) = template.split_once('{') else {
        return (template == text).then_some(());
    };
    let text = text.strip_prefix(literal)?;
    let (name, rest) = rest.split_once('}')?;
    let (value, text) = match rest.find('{') {
        _ if rest.is_empty() => (text, ""),
        None => (text.strip_suffix(rest)?, rest),
        // The text up to the literal that separates this parameter from the next one.
        Some(end) => text.split_at(text.find(&rest[..end])?),
    };
    if value.is_empty() {
        return None;
    }
    captured.push((Cow::Borrowed(name), Cow::Borrowed(value)));
    segment(rest, text, captured)
}

/// The route that the router knows a template by: a parameter for each segment that has one. Templates that
/// differ only in names, or in what surrounds a parameter, have the same route.
pub(crate) fn route(template: &str) -> String {
    let segments =
        template
            .split('/')
            .enumerate()
            .map(|(index, segment)| match segment.contains('{') {
                true => Cow::Owned(format!("{{segment{index}}}")),
                false => Cow::Borrowed(segment),
            });
    segments.collect::<Vec<_>>().join("/")
}

/// How much of a template is literal: where several match, the one with the most decides.
pub(crate) fn literal_length(template: &str) -> usize {
    let pieces = template
        .split('{')
        .map(|piece| piece.split_once('}').map_or(piece, |(_, rest)| rest));
    pieces.map(str::len).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(template: &'static str, path: &str) -> Option<Vec<String>> {
        let captured = captures(template, path)?;
        Some(
            captured
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect(),
        )
    }

    #[test]
    fn captures_what_the_template_names() {
        assert_eq!(values("/a/{id}", "/a/1%2F2").unwrap(), ["id=1%2F2"]);
        assert_eq!(
            values("/a/{id}:publish", "/a/1:2:publish").unwrap(),
            ["id=1:2"]
        );
        assert_eq!(
            values("/{from}..{to}.json", "/1..2.json").unwrap(),
            ["from=1", "to=2"]
        );
        assert_eq!(values("/a/b", "/a/b").unwrap(), [""; 0]);
        for path in ["/a", "/a/", "/a/1/2", "/b/1"] {
            assert_eq!(values("/a/{id}", path), None, "{path}");
        }
        assert_eq!(values("/a/{id}:publish", "/a/:publish"), None);
        assert_eq!(values("/a/{id}:publish", "/a/1"), None);
    }

    #[test]
    fn templates_with_the_same_shape_have_the_same_route() {
        assert_eq!(route("/a/{id}/b"), "/a/{segment2}/b");
        assert_eq!(route("/a/{id}:publish"), route("/a/{name}"));
        assert!(literal_length("/a/{id}:publish") > literal_length("/a/{identifier}"));
    }
}
