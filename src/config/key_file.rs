//! The key file next to a SQLite database, which holds the master key.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use rand::distr::{Alphanumeric, SampleString};
use tempfile::NamedTempFile;
use thiserror::Error;

use crate::crypto::vault::Vault;
use crate::new_file;

/// What the name of the file with the second master key adds to that of the key file.
const SECOND: &str = ".old";

/// The permissions of everybody but the owner.
const OTHERS: u32 = 0o077;

/// What to do if the key file does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfAbsent {
    /// Create it: the database does not depend on a master key yet.
    Create,
    /// Refuse: a new key would not be the one with which the database was created.
    Refuse,
}

/// The reason for which a key file is refused.
#[derive(Debug, Error)]
pub enum KeyFileError {
    /// It cannot be read or written.
    #[error("cannot use the key file {path}: {source}", path = .path.display())]
    Unusable {
        /// The key file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// It does not exist, and the database depends on its key.
    #[error(
        "the key file {path} does not exist, but the database was created with a master key: restore the file from \
         your backup, or set ORGD_SECRET_KEY to that key",
        path = .0.display()
    )]
    Lost(PathBuf),
    /// Users other than the owner have access to it.
    #[error("other users have access to the key file {path}: run `chmod 600 {path}`", path = .0.display())]
    Shared(PathBuf),
    /// There is a second key file with another key.
    #[error(
        "{path} exists already: the master key is being rotated; run `orgd secrets rotate` to finish",
        path = .0.display()
    )]
    RotationStarted(PathBuf),
    /// It does not contain a whole key.
    #[error(
        "the key file {path} is damaged, because it has fewer than {min} bytes: restore it from your backup",
        path = .0.display(),
        min = Vault::MIN_KEY
    )]
    Damaged(PathBuf),
}

/// Reads the key file at this path.
///
/// # Errors
/// [`KeyFileError`] if the file does not exist and must not be created, or if it cannot be used.
pub(super) fn read(path: &Path, if_absent: IfAbsent) -> Result<String, KeyFileError> {
    let unusable = |source| KeyFileError::Unusable {
        path: path.to_owned(),
        source,
    };
    let file = match (File::open(path), if_absent) {
        (Err(error), IfAbsent::Create) if is_absent(&error) => {
            write_new_key(path).and_then(|()| File::open(path))
        }
        (Err(error), IfAbsent::Refuse) if is_absent(&error) => {
            return Err(KeyFileError::Lost(path.to_owned()));
        }
        (opened, _) => opened,
    };
    let mut file = file.map_err(unusable)?;
    // Of the open file, because the path may name another one by now.
    let metadata = file.metadata().map_err(unusable)?;
    if metadata.permissions().mode() & OTHERS != 0 {
        return Err(KeyFileError::Shared(path.to_owned()));
    }
    let mut key = String::new();
    file.read_to_string(&mut key).map_err(unusable)?;
    let key = key.trim();
    if key.len() < Vault::MIN_KEY {
        return Err(KeyFileError::Damaged(path.to_owned()));
    }
    Ok(key.to_owned())
}

/// Reads the second key file, which exists while the master key is rotated.
///
/// # Errors
/// [`KeyFileError`] if the file exists and cannot be used.
pub(super) fn read_second(path: &Path) -> Result<Option<String>, KeyFileError> {
    match read(&second(path), IfAbsent::Refuse) {
        Err(KeyFileError::Lost(_)) => Ok(None),
        key => key.map(Some),
    }
}

/// Puts a new key into the key file, and the present one into the second key file.
///
/// # Errors
/// [`KeyFileError`] if there is a second key already, or if a file cannot be read or written.
pub fn start_rotation(path: &Path) -> Result<(), KeyFileError> {
    let present = read(path, IfAbsent::Refuse)?;
    let unusable = |source| KeyFileError::Unusable {
        path: path.to_owned(),
        source,
    };
    match read_second(path)? {
        // A crash came between the two files.
        Some(second) if second == present => {}
        Some(_) => return Err(KeyFileError::RotationStarted(second(path))),
        None => write_key(&second(path), &present).map_err(unusable)?,
    }
    let file = new_key(path).map_err(unusable)?;
    new_file::replace(file, path).map_err(unusable)
}

/// Removes the second key file, whose key is no longer needed.
///
/// # Errors
/// [`KeyFileError::Unusable`]
pub fn end_rotation(path: &Path) -> Result<(), KeyFileError> {
    let path = second(path);
    match fs::remove_file(&path) {
        Err(error) if !is_absent(&error) => Err(KeyFileError::Unusable {
            path,
            source: error,
        }),
        _ => Ok(()),
    }
}

fn second(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(SECOND);
    name.into()
}

fn is_absent(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound
}

/// Writes the whole key before the file gets its name, so that no other process reads part of the key. Another process
/// may have written its key first, which then counts.
fn write_new_key(path: &Path) -> io::Result<()> {
    match new_file::publish(new_key(path)?, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        published => published,
    }
}

/// Creates a file with a new key, which has no name yet.
fn new_key(path: &Path) -> io::Result<NamedTempFile> {
    holding(path, &Alphanumeric.sample_string(&mut rand::rng(), 64))
}

fn write_key(path: &Path, key: &str) -> io::Result<()> {
    new_file::publish(holding(path, key)?, path)
}

fn holding(path: &Path, key: &str) -> io::Result<NamedTempFile> {
    let mut file = new_file::create(path)?;
    writeln!(file, "{key}")?;
    Ok(file)
}
