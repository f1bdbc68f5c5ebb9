//! Which names a new crate can have.

/// The names and versions of all packages that the server is built of.
pub(super) const LOCK: &str = include_str!("../../../Cargo.lock");

/// The keywords of Rust, names that its own crates have, and folders that cargo makes beside a program.
const RESERVED: &str = "abstract alloc as async await become box break build const continue core crate deps do dyn \
    else enum examples extern false final fn for gen if impl in incremental let loop macro match mod move mut \
    override priv proc_macro pub ref return self static std struct super test trait true try type typeof unsafe \
    unsized use virtual where while yield";

/// Says why a crate cannot have that name.
pub fn check(name: &str) -> Result<(), String> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) || !name.chars().all(is_plain) {
        return Err(
            "a crate's name is a lower-case letter and then lower-case letters, digits, - and _"
                .to_owned(),
        );
    }
    let in_code = name.replace('-', "_");
    if RESERVED.split_whitespace().any(|word| word == in_code) {
        return Err(format!("{name} is reserved"));
    }
    let is_taken = |package: &str| {
        let line = format!("name = \"{package}\"\n");
        LOCK.contains(&line)
    };
    if is_taken(&name.replace('_', "-")) || is_taken(&in_code) {
        return Err(format!("the project depends on a crate {name}"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn names_are_those_of_new_crates() {
        for name in ["bookshelf", "my-api", "my_api2", "a"] {
            assert_eq!(check(name), Ok(()), "{name}");
        }
        for name in [
            "",
            "2a",
            "-a",
            "My",
            "a b",
            "é",
            "a.b",
            "fn",
            "test",
            "axum",
            "serde-json",
            "build",
        ] {
            assert!(check(name).is_err(), "{name}");
        }
    }
}
