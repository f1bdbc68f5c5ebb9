//! Secrets from the environment, or from the files that it names.

use std::{env, fs, io};

use thiserror::Error;

/// The reason for which a secret is refused.
#[derive(Debug, Error)]
pub enum SecretError {
    /// A secret has too few bytes.
    #[error("{name} is too short: it must have at least {min} bytes")]
    TooShort {
        /// The setting.
        name: String,
        /// The minimum number of bytes.
        min: usize,
    },
    /// A variable is not UTF-8.
    #[error("{0} is not UTF-8")]
    NotUtf8(String),
    /// The secret and its file are both given.
    #[error("{name} and {name}_FILE are both set: set one of them")]
    Both {
        /// The setting.
        name: &'static str,
    },
    /// The file cannot be read.
    #[error("cannot read the file {path} ({name}_FILE): {source}")]
    File {
        /// The setting.
        name: &'static str,
        /// The file.
        path: String,
        /// The cause.
        source: io::Error,
    },
}

/// Reads a secret of at least `min` bytes. There are no flags for secrets, because every process can see flags.
///
/// # Errors
/// [`SecretError`].
pub(super) fn secret(name: &'static str, min: usize) -> Result<Option<String>, SecretError> {
    let value = match (variable(name)?, in_file(name)?) {
        (Some(_), Some(_)) => return Err(SecretError::Both { name }),
        (value, in_file) => value.or(in_file),
    };
    match value {
        Some(value) if value.len() < min => Err(SecretError::TooShort {
            name: name.to_owned(),
            min,
        }),
        value => Ok(value),
    }
}

/// Reads the file that the variable `{name}_FILE` names, without the line break at its end.
///
/// # Errors
/// [`SecretError`].
pub fn in_file(name: &'static str) -> Result<Option<String>, SecretError> {
    let Some(path) = variable(&format!("{name}_FILE"))? else {
        return Ok(None);
    };
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned())),
        Err(source) => Err(SecretError::File { name, path, source }),
    }
}

/// The value of an environment variable. An empty value is the same as none.
fn variable(name: &str) -> Result<Option<String>, SecretError> {
    let value = env::var_os(name).filter(|value| !value.is_empty());
    let value = value.map(|value| value.into_string());
    value
        .transpose()
        .map_err(|_| SecretError::NotUtf8(name.to_owned()))
}
