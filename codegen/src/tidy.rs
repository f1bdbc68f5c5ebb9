//! Removes the imports that a generated file does not use: the templates import all that any document may need.

use std::path::Path;
use std::{fs, io};

/// Tidies every Rust file in a folder.
///
/// # Errors
/// When a file cannot be read or written.
pub fn folder(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            self::folder(&path)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path)?;
            fs::write(&path, tidy(&text))?;
        }
    }
    Ok(())
}

fn tidy(text: &str) -> String {
    let (uses, rest) = statements(text);
    let mut tidied = String::new();
    for part in uses {
        match part {
            Part::Other(line) => tidied.push_str(line),
            Part::Use(prefix, names) => {
                let used: Vec<_> = names
                    .into_iter()
                    .filter(|name| is_used(name, &rest))
                    .collect();
                match &used[..] {
                    [] => continue,
                    [one] => tidied.push_str(&format!("use {prefix}{one};")),
                    several => tidied.push_str(&format!("use {prefix}{{{}}};", several.join(", "))),
                }
            }
        }
        tidied.push('\n');
    }
    tidied
}

enum Part<'t> {
    Use(String, Vec<String>),
    Other(&'t str),
}

/// The imports at the start of lines, and all other lines; and the text of the latter.
fn statements(text: &str) -> (Vec<Part<'_>>, String) {
    let mut parts = Vec::new();
    let mut rest = String::new();
    let mut statement = String::new();
    for line in text.lines() {
        if statement.is_empty() && !line.starts_with("use ") {
            // A document's text in a comment uses nothing.
            if !line.trim_start().starts_with("//") {
                rest.push_str(line);
                rest.push('\n');
            }
            parts.push(Part::Other(line));
            continue;
        }
        statement.push_str(line.trim());
        if line.ends_with(';') {
            parts.push(import(&statement));
            statement.clear();
        }
    }
    (parts, rest)
}

fn import(statement: &str) -> Part<'static> {
    let path = statement.trim_start_matches("use ").trim_end_matches(';');
    match path.split_once('{') {
        Some((prefix, names)) => {
            let names = names
                .trim_end_matches('}')
                .split(',')
                .map(|name| name.trim().to_owned());
            Part::Use(
                prefix.to_owned(),
                names.filter(|name| !name.is_empty()).collect(),
            )
        }
        None => {
            let (prefix, name) = path.rsplit_once("::").unwrap_or(("", path));
            Part::Use(format!("{prefix}::"), vec![name.to_owned()])
        }
    }
}

/// Whether the last word of an import stands in a text.
fn is_used(name: &str, text: &str) -> bool {
    let name = name.rsplit("::").next().unwrap_or(name);
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    text.match_indices(name).any(|(start, _)| {
        let before = text[..start].chars().next_back();
        let after = text[start + name.len()..].chars().next();
        // After `::` it is another item of that name.
        !before.is_some_and(|before| is_word(before) || before == ':')
            && !after.is_some_and(is_word)
    })
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn keeps_the_imports_that_are_used() {
        let text = "use a::{B, C,\n    d::E};\nuse f::G;\nuse h::I;\n// G\nfn x(b: B) -> E { I }\n";
        assert_eq!(
            tidy(text),
            "use a::{B, d::E};\nuse h::I;\n// G\nfn x(b: B) -> E { I }\n"
        );
    }
}
