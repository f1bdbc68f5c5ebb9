//! Bodies of bytes, and files of forms.

use super::violation;
use crate::body::{Content, FieldKind, MediaKind};
use crate::input::Input;
use crate::{Violation, pointer};

/// What is wrong with the bytes of a body, or with the files of a form.
pub(super) fn of_files(input: &Input) -> Vec<Violation> {
    let media = input
        .operation
        .body
        .and_then(|body| body.media.get(input.media));
    if let (Some(MediaKind::Bytes { min, max }), Content::Bytes(bytes)) =
        (media.map(|media| media.kind), &input.content)
    {
        return of_length(String::new(), bytes.len(), min, max);
    }
    let files = input.parts().iter().flat_map(|(field, file)| {
        let FieldKind::File { min, max, types } = field.kind else {
            return Vec::new();
        };
        let pointer = pointer::pointer(&[field.name]);
        let mut violations = of_length(pointer.clone(), file.bytes.len(), min, max);
        let content_type = file
            .content_type
            .as_deref()
            .unwrap_or("application/octet-stream");
        if !types.is_empty() && !types.iter().any(|range| is_of(range, content_type)) {
            let message = format!("must be {}", types.join(" or "));
            violations.push(violation("body", pointer, "contentType", message));
        }
        violations
    });
    files.collect()
}

fn of_length(pointer: String, length: usize, min: usize, max: usize) -> Vec<Violation> {
    match length {
        length if length < min => {
            let message = format!("must be at least {min} bytes long");
            vec![violation("body", pointer, "minLength", message)]
        }
        length if length > max => {
            let message = format!("must be at most {max} bytes long");
            vec![violation("body", pointer, "maxLength", message)]
        }
        _ => Vec::new(),
    }
}

/// Whether a media type is in a range, such as `image/*`.
fn is_of(range: &str, content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    match range.strip_suffix("/*") {
        Some("*") => true,
        Some(kind) => essence
            .split('/')
            .next()
            .is_some_and(|own| own.eq_ignore_ascii_case(kind)),
        None => essence.eq_ignore_ascii_case(range),
    }
}
