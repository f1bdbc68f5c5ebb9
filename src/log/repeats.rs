//! Warnings and errors that repeat, such as one for each request during an outage: counted instead of logged again.

use std::collections::HashMap;
use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

/// The maximum number of lines that are remembered. Further ones are logged each time.
const MAX_LINES: usize = 1_000;

/// Lets the first of equal warnings and errors pass, and counts the others until the next [`report`](Self::report).
#[derive(Debug, Clone, Default)]
pub(super) struct Repeats {
    lines: Arc<Mutex<HashMap<Line, u64>>>,
}

/// What a line says, apart from the request that caused it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Line {
    level: Level,
    target: &'static str,
    text: String,
}

impl Repeats {
    /// Logs how often each line was repeated since the last report. Lines without a repetition are forgotten, so that
    /// the next one is logged at once.
    pub(super) fn report(&self) {
        let repeated = self.take_repeated();
        for (Line { level, text, .. }, times) in repeated {
            match level {
                Level::ERROR => tracing::error!(times, line = text, "repeated"),
                _ => tracing::warn!(times, line = text, "repeated"),
            }
        }
    }

    fn take_repeated(&self) -> Vec<(Line, u64)> {
        let mut lines = self.lock();
        lines.retain(|_, times| *times > 0);
        let repeated = lines.iter_mut();
        repeated
            .map(|(line, times)| (line.clone(), std::mem::take(times)))
            .collect()
    }

    /// Returns `true` if the line was not logged since the last report.
    fn is_new(&self, line: Line) -> bool {
        let mut lines = self.lock();
        if let Some(times) = lines.get_mut(&line) {
            *times += 1;
            return false;
        }
        if lines.len() < MAX_LINES {
            lines.insert(line, 0);
        }
        true
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Line, u64>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S: Subscriber> Layer<S> for Repeats {
    fn event_enabled(&self, event: &Event<'_>, _: Context<'_, S>) -> bool {
        let metadata = event.metadata();
        if *metadata.level() > Level::WARN || metadata.target() == module_path!() {
            return true;
        }
        let mut text = Text::default();
        event.record(&mut text);
        self.is_new(Line {
            level: *metadata.level(),
            target: metadata.target(),
            text: text.0,
        })
    }
}

/// The message and the other fields of an event.
#[derive(Default)]
struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let separator = if self.0.is_empty() { "" } else { " " };
        // Writing to a string does not fail.
        let _ = match field.name() {
            "message" => write!(self.0, "{separator}{value:?}"),
            name => write!(self.0, "{separator}{name}={value:?}"),
        };
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::{Line, MAX_LINES, Repeats};

    fn line(text: &str) -> Line {
        Line {
            level: Level::ERROR,
            target: "orgd",
            text: text.to_owned(),
        }
    }

    fn reported(repeats: &Repeats) -> Vec<(String, u64)> {
        let repeated = repeats.take_repeated().into_iter();
        let mut reported: Vec<_> = repeated.map(|(line, times)| (line.text, times)).collect();
        reported.sort();
        reported
    }

    #[test]
    fn each_line_is_new_once_and_then_counted_until_it_rests() {
        let repeats = Repeats::default();
        let is_new = |text| repeats.is_new(line(text));
        assert_eq!(
            ["a", "a", "b", "a", "b", "c"].map(is_new),
            [true, false, true, false, false, true]
        );
        let expected = [("a".to_owned(), 2), ("b".to_owned(), 1)];
        assert_eq!(reported(&repeats), expected);
        // `c` was not repeated, and is forgotten. The others were, and are remembered for another interval.
        assert_eq!(["a", "b", "c"].map(is_new), [false, false, true]);
        let expected = [("a".to_owned(), 1), ("b".to_owned(), 1)];
        assert_eq!(reported(&repeats), expected);
        assert_eq!(reported(&repeats), []);
        assert_eq!(["a", "b", "c"].map(is_new), [true, true, true]);
    }

    #[test]
    fn the_number_of_lines_is_bounded() {
        let repeats = Repeats::default();
        for number in 0..=MAX_LINES {
            assert!(repeats.is_new(line(&number.to_string())));
        }
        assert!(!repeats.is_new(line("0")));
        assert!(repeats.is_new(line(&MAX_LINES.to_string())));
    }
}
