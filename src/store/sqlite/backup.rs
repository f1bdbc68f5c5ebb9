//! A consistent copy of a file that other connections write to.

use std::io;
use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use crate::new_file;
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
    let unfinished = new_file::create(target).map_err(refused)?;
    copy(source, unfinished.path(), progress).map_err(|error| {
        let source = source.display();
        StoreError::Config(format!("cannot back up the database {source}: {error}"))
    })?;
    new_file::publish(unfinished, target).map_err(refused)
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
