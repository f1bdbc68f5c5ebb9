//! The identity of the file, because SQLite does not notice that its file was removed or replaced.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::store::error::StoreError;

/// A database file and its write-ahead log, as they were when the database was opened.
///
/// They are compared by their paths. To open them would be wrong: closing a file releases all locks that this process
/// has on it.
pub(super) struct DatabaseFile {
    path: Arc<str>,
    identity: Identity,
    log: PathBuf,
    /// Set when the log is first seen, because SQLite creates it on demand.
    log_identity: OnceLock<Identity>,
}

/// The device and the inode.
#[derive(PartialEq, Eq)]
struct Identity(u64, u64);

impl DatabaseFile {
    /// The file that is at the path now.
    pub(super) fn at(path: &str) -> Result<Self, StoreError> {
        let path: Arc<str> = path.into();
        let identity = identify(Path::new(&*path));
        Ok(Self {
            identity: identity.ok_or_else(|| StoreError::Moved(Arc::clone(&path)))?,
            log: format!("{path}-wal").into(),
            path,
            log_identity: OnceLock::new(),
        })
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Checks that the file is still at its path. Costs two system calls.
    ///
    /// # Errors
    /// [`StoreError::Moved`].
    pub(super) fn check(&self) -> Result<(), StoreError> {
        let log_is_here = || match (self.log_identity.get(), identify(&self.log)) {
            (Some(known), found) => found.as_ref() == Some(known),
            (None, Some(found)) => self.log_identity.set(found).is_ok(),
            (None, None) => true,
        };
        if identify(Path::new(&*self.path)).as_ref() == Some(&self.identity) && log_is_here() {
            return Ok(());
        }
        Err(StoreError::Moved(Arc::clone(&self.path)))
    }
}

fn identify(path: &Path) -> Option<Identity> {
    let metadata = fs::metadata(path).ok()?;
    Some(Identity(metadata.dev(), metadata.ino()))
}
