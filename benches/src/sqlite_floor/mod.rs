//! The floor of SQLite: the statements of an update and of a read, sequentially on one connection,
//! and the time that the disk takes to sync.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;
use rand::RngExt;
use serde_json::{Value, json};

use crate::Failure;
use statements::Statements;

mod statements;

#[derive(Args)]
pub struct SqliteFloor {
    /// A database that `load` has filled and that nothing else uses
    #[arg(long)]
    database: PathBuf,
    /// The number of organizations in it
    #[arg(long)]
    organizations: u64,
    /// The duration of each part
    #[arg(long)]
    seconds: f64,
}

/// The maximum number of updates that orgd commits together.
const GROUP: usize = 64;

/// The size of the data of one sync.
const PAGE: usize = 4096;

impl SqliteFloor {
    pub fn run(self) -> Result<(), Failure> {
        let time = Duration::try_from_secs_f64(self.seconds)?;
        let connection = statements::open(&self.database)?;
        let mut statements = Statements::prepare(&connection)?;
        let mut random = rand::rng();
        let mut any = || random.random_range(0..self.organizations);
        let one_by_one = repeat(time, 1, || statements.update_all([any()]))?;
        let in_groups = repeat(time, GROUP, || {
            statements.update_all(std::iter::repeat_with(&mut any).take(GROUP))
        })?;
        let select = repeat(time, 1, || statements.select(any()).map(drop))?;
        let report = json!({
            "sqlite": rusqlite::version(),
            "one_by_one": one_by_one,
            "in_groups": in_groups,
            "group": GROUP,
            "select": select,
            "fdatasync": fdatasync(&self.database, time)?,
        });
        println!("{report}");
        Ok(())
    }
}

/// Calls the function repeatedly and returns its rate per second. Each call counts as `weight`.
fn repeat<E: Into<Failure>>(
    time: Duration,
    weight: usize,
    mut work: impl FnMut() -> Result<(), E>,
) -> Result<Value, Failure> {
    let mut micros = Vec::new();
    let begin = Instant::now();
    let mut last = begin;
    while last - begin < time {
        work().map_err(Into::into)?;
        let now = Instant::now();
        micros.push((now - last).as_micros());
        last = now;
    }
    let per_second = (micros.len() * weight) as f64 / (last - begin).as_secs_f64();
    micros.sort_unstable();
    let percentile = |percent: usize| micros[(micros.len() - 1) * percent / 100] as f64 / 1000.0;
    Ok(json!({
        "per_second": per_second,
        "p50_ms": percentile(50),
        "p99_ms": percentile(99),
    }))
}

/// Appends a page to a file and syncs it. The file is next to the database, and so on the same disk.
fn fdatasync(database: &Path, time: Duration) -> Result<Value, Failure> {
    let path = database.with_extension("fdatasync");
    let mut options = OpenOptions::new();
    let mut file = options.write(true).create_new(true).open(&path)?;
    std::fs::remove_file(&path)?;
    repeat(time, 1, || {
        file.write_all(&[1; PAGE])?;
        file.sync_data()
    })
}
