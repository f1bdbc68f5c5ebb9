//! Which entries a list of the audit log has.

use std::str::FromStr;

use chrono::{DateTime, Utc};

use super::{Action, AuditEntry};

/// Which entries to list. All conditions that are given must hold.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// The ID of the user who made the change.
    pub actor_id: Option<String>,
    /// The kind of the change.
    pub action: Option<Action>,
    /// The earliest time.
    pub from: Option<DateTime<Utc>>,
    /// The time before which the change was made.
    pub to: Option<DateTime<Utc>>,
    /// The last entry of the previous page.
    pub after: Option<AuditCursor>,
}

/// The place of an entry in the list. It contains all that the order depends on, so that the index finds the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditCursor {
    /// The time of the change.
    pub created_at: DateTime<Utc>,
    /// The ID of the entry.
    pub id: String,
}

/// The text is not that of a cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoCursor;

impl From<&AuditEntry> for AuditCursor {
    fn from(entry: &AuditEntry) -> Self {
        Self {
            created_at: entry.event.created_at,
            id: entry.event.id.clone(),
        }
    }
}

/// Milliseconds since 1970, an underscore and the ID.
impl std::fmt::Display for AuditCursor {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "{}_{}",
            self.created_at.timestamp_millis(),
            self.id
        )
    }
}

impl FromStr for AuditCursor {
    type Err = NoCursor;

    fn from_str(text: &str) -> Result<Self, NoCursor> {
        let (time, id) = text.split_once('_').ok_or(NoCursor)?;
        let created_at = time.parse().ok().and_then(DateTime::from_timestamp_millis);
        Ok(Self {
            created_at: created_at.ok_or(NoCursor)?,
            id: id.to_owned(),
        })
    }
}
