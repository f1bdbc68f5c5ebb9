//! The violations in what JSON Schema refuses.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;

use super::message::{format_message, message};
use super::{MAX_VIOLATIONS, violation};
use crate::Violation;
use crate::contract::Words;
use crate::pointer::escape;

/// Names a violation in our words: the library's would repeat the value, however long.
pub(super) fn named(
    part: &'static str,
    prefix: &str,
    error: &ValidationError,
    words: &Words,
) -> Vec<Violation> {
    let pointer = format!("{prefix}{}", error.instance_path());
    let member = |name: &str| format!("{pointer}/{}", escape(name));
    let members = |names: &[String]| {
        let names = names.iter().take(MAX_VIOLATIONS);
        names
            .map(|name| violation(part, member(name), "unknown", "is not known".to_owned()))
            .collect()
    };
    let one = |code: &str, message: String| vec![violation(part, pointer.clone(), code, message)];
    match error.kind() {
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            members(unexpected)
        }
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            vec![violation(
                part,
                member(name),
                "required",
                "is required".to_owned(),
            )]
        }
        Kind::FalseSchema => one("unknown", "is not allowed here".to_owned()),
        Kind::Format { format } => one(format, format_message(format, error.instance(), words)),
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => match closest(context) {
            Some(alternative) => alternative
                .iter()
                .flat_map(|error| named(part, prefix, error, words))
                .collect(),
            None => one(
                error.kind().keyword(),
                "must match one of the alternatives".to_owned(),
            ),
        },
        kind => one(kind.keyword(), message(kind, words)),
    }
}

/// The only alternative whose type the value has, to name what is wrong with it.
fn closest<'c, 'e>(
    context: &'c [Vec<ValidationError<'e>>],
) -> Option<&'c Vec<ValidationError<'e>>> {
    // The alternatives are of the same value, so the shortest path is that value's own.
    let depth = |error: &ValidationError| error.instance_path().as_str().len();
    let own = context
        .iter()
        .flatten()
        .map(depth)
        .min()
        .unwrap_or_default();
    let is_of_type = |errors: &&Vec<ValidationError>| {
        let mut errors = errors.iter();
        !errors.any(|error| matches!(error.kind(), Kind::Type { .. }) && depth(error) == own)
    };
    let mut of_type = context.iter().filter(is_of_type);
    of_type.next().filter(|_| of_type.next().is_none())
}
