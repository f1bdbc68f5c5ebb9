//! Notes: an example of a table and its queries. Delete it with its migrations when you have your own.

use chrono::{NaiveDateTime, Utc};
use diesel::{ExpressionMethods, QueryDsl, Queryable, Selectable, SelectableHelper};
use diesel_async::RunQueryDsl;

use super::schema::notes;
use super::{Store, StoreError};

/// A note.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
pub struct Note {
    /// Names the note.
    pub id: i64,
    /// Who wrote it.
    pub author: String,
    /// What it says.
    pub text: String,
    /// When it was written, in UTC. PostgreSQL keeps microseconds.
    pub written_at: NaiveDateTime,
}

impl Store {
    /// Adds a note.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn add_note(&self, author: &str, text: &str) -> Result<Note, StoreError> {
        run!(self, connection => diesel::insert_into(notes::table)
            .values((
                notes::author.eq(author),
                notes::text.eq(text),
                notes::written_at.eq(Utc::now().naive_utc()),
            ))
            .returning(Note::as_returning())
            .get_result(connection)
            .await)
    }

    /// The notes of an author, newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn notes(&self, author: &str, limit: i64) -> Result<Vec<Note>, StoreError> {
        run!(self, connection => notes::table
            .filter(notes::author.eq(author))
            .order(notes::id.desc())
            .limit(limit)
            .select(Note::as_select())
            .load(connection)
            .await)
    }
}
