//! The log, on standard error.

use std::io::{IsTerminal, stderr};
use std::time::Duration;

use tracing::{Level, Metadata, Subscriber};
use tracing_appender::non_blocking::{ErrorCounter, NonBlocking, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::filter::{ParseError, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};
use tracing_subscriber::{EnvFilter, Layer};

use crate::config::LogFormat;

mod repeats;

use repeats::Repeats;

/// The number of lines that wait for a slow reader before further lines are dropped.
const WAITING_LINES: usize = 10_000;

/// How often dropped and repeated lines are reported.
const REPORT_INTERVAL: Duration = Duration::from_secs(1);

/// The running log. When it is dropped, the waiting lines are written, for at most about a second.
#[derive(Debug)]
pub struct Log {
    dropped: ErrorCounter,
    repeats: Repeats,
    _writer: WorkerGuard,
}

/// Counts the lines that were dropped.
#[derive(Debug, Clone)]
pub struct DroppedLines(ErrorCounter);

impl DroppedLines {
    /// Their number since the start.
    pub fn count(&self) -> u64 {
        self.0.dropped_lines() as u64
    }
}

/// The reason for which the log cannot start.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The filter is not valid.
    #[error("RUST_LOG: {0}")]
    Filter(#[from] ParseError),
    /// The filter is not UTF-8.
    #[error("RUST_LOG: must be UTF-8")]
    NotUtf8,
    /// The process already has a log.
    #[error(transparent)]
    Started(#[from] TryInitError),
}

impl Log {
    /// Starts the log, filtered by `RUST_LOG`.
    ///
    /// A thread of its own writes the lines, so that a reader who stalls never blocks the server.
    ///
    /// # Errors
    /// [`LogError`] if the filter is not valid, or if the process already has a log.
    pub fn start(format: LogFormat) -> Result<Self, LogError> {
        let filter = filter()?;
        let (writer, guard) = NonBlockingBuilder::default()
            .buffered_lines_limit(WAITING_LINES)
            .lossy(true)
            .thread_name("log")
            .finish(stderr());
        let dropped = writer.error_counter();
        let repeats = Repeats::default();
        let log = tracing_subscriber::registry()
            .with(filter)
            .with(filter_fn(is_discreet))
            .with(repeats.clone());
        match format {
            LogFormat::Text => log.with(text(writer)).try_init()?,
            LogFormat::Json => log.with(json(writer)).try_init()?,
        }
        Ok(Self {
            dropped,
            repeats,
            _writer: guard,
        })
    }

    /// Counts the lines that were dropped since the start.
    pub fn dropped_lines(&self) -> DroppedLines {
        DroppedLines(self.dropped.clone())
    }

    /// Reports dropped and repeated lines in the log, until the future is dropped.
    pub fn report(&self) -> impl Future<Output = ()> + Send + 'static {
        let (dropped, repeats) = (self.dropped.clone(), self.repeats.clone());
        async move {
            let mut reported = 0;
            let mut interval = tokio::time::interval(REPORT_INTERVAL);
            loop {
                interval.tick().await;
                repeats.report();
                let total = dropped.dropped_lines();
                if total > reported {
                    // If this line is dropped too, the total has grown, and the next round reports it.
                    reported = total;
                    tracing::warn!(
                        total,
                        "lines of the log were dropped, because standard error is not read fast enough"
                    );
                }
            }
        }
    }
}

impl Drop for Log {
    /// Reports what was repeated since the last interval.
    fn drop(&mut self) {
        self.repeats.report();
    }
}

fn text<S: Subscriber + for<'a> LookupSpan<'a>>(writer: NonBlocking) -> impl Layer<S> {
    tracing_subscriber::fmt::layer()
        .with_ansi(stderr().is_terminal())
        .with_writer(writer)
}

/// One object a line, with the fields of the event and of the request that it belongs to.
fn json<S: Subscriber + for<'a> LookupSpan<'a>>(writer: NonBlocking) -> impl Layer<S> {
    json_subscriber::layer()
        .flatten_event(true)
        .flatten_current_span_on_top_level(true)
        .with_span_list(false)
        .with_writer(writer)
}

fn filter() -> Result<EnvFilter, LogError> {
    match std::env::var_os(EnvFilter::DEFAULT_ENV).filter(|filter| !filter.is_empty()) {
        Some(filter) => Ok(EnvFilter::try_new(
            filter.to_str().ok_or(LogError::NotUtf8)?,
        )?),
        None => Ok(EnvFilter::new("info")),
    }
}

/// Returns `false` for what must not be logged, whatever `RUST_LOG` says: below warnings, these crates log the values
/// of customers, hashes of keys, and the headers of requests.
fn is_discreet(event: &Metadata<'_>) -> bool {
    let name = event.target().split("::").next().unwrap_or_default();
    let is_indiscreet = ["tokio_postgres", "postgres", "h2"].contains(&name);
    !is_indiscreet || *event.level() <= Level::WARN
}
