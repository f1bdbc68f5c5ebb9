//! A consistent copy of a file that other connections write to.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use crate::store::error::StoreError;

/// The number of pages between two calls of `progress`.
const PAGES_PER_STEP: i32 = 1000;

/// Copies the database at `source` to the new file `target`, and calls `progress` with the number of copied pages and
/// of all pages.
///
/// The target gets its name when it is complete and on the disk.
pub fn back_up(
    source: &Path,
    target: &Path,
    progress: impl FnMut(u64, u64),
) -> Result<(), StoreError> {
    let refused = |error: io::Error| {
        let target = target.display();
        StoreError::Config(format!("cannot write the backup {target}: {error}"))
    };
    if target.exists() {
        return Err(refused(io::ErrorKind::AlreadyExists.into()));
    }
    let unfinished = PathBuf::from(format!("{}.unfinished", target.display()));
    let created = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&unfinished);
    drop(created.map_err(refused)?);
    let outcome = copy(source, &unfinished, progress)
        .map_err(|error| {
            let source = source.display();
            StoreError::Config(format!("cannot back up the database {source}: {error}"))
        })
        .and_then(|()| publish(&unfinished, target).map_err(refused));
    if outcome.is_err() {
        // The first error matters.
        let _ = fs::remove_file(&unfinished);
    }
    outcome
}

fn copy(source: &Path, target: &Path, mut progress: impl FnMut(u64, u64)) -> rusqlite::Result<()> {
    // Without the flag to create a file.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let source = Connection::open_with_flags(source, flags)?;
    // Otherwise every write of another process would make the copy begin again.
    source.execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema")?;
    let mut target = Connection::open_with_flags(target, flags)?;
    let backup = Backup::new(&source, &mut target)?;
    while backup.step(PAGES_PER_STEP)? == StepResult::More {
        let state = backup.progress();
        let [left, all] = [state.remaining, state.pagecount].map(i64::from);
        progress((all - left).unsigned_abs(), all.unsigned_abs());
    }
    Ok(())
}

/// Makes the file survive a power failure, and gives it its name.
fn publish(unfinished: &Path, target: &Path) -> io::Result<()> {
    File::open(unfinished)?.sync_all()?;
    fs::hard_link(unfinished, target)?;
    fs::remove_file(unfinished)?;
    let folder = target
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}
