//! Files that get their name when they are complete, so that nobody reads a part of one.

use std::fs::File;
use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

/// Creates a file without its final name in the folder of `path`, readable only by its owner. It is removed when it is
/// dropped before [`publish`].
///
/// # Errors
/// When the file cannot be created.
pub fn create(path: &Path) -> io::Result<NamedTempFile> {
    NamedTempFile::new_in(folder(path))
}

/// Gives the file its name. Then the file and its name survive a power failure.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] if the name is taken; an error of the file system.
pub fn publish(file: NamedTempFile, path: &Path) -> io::Result<()> {
    file.as_file().sync_all()?;
    let named = file.persist_noclobber(path);
    // Also if the name is taken: another process may have given it a moment ago.
    File::open(folder(path))?.sync_all()?;
    named.map(drop).map_err(|error| error.error)
}

/// Gives the file its name, which another file may have. Then the file and its name survive a power failure.
///
/// # Errors
/// An error of the file system.
pub fn replace(file: NamedTempFile, path: &Path) -> io::Result<()> {
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    File::open(folder(path))?.sync_all()
}

fn folder(path: &Path) -> &Path {
    let folder = path.parent();
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}
