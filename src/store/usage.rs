//! How busy the database is.

use super::{Database, Store};

/// How busy the database is at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage {
    /// How much waits in each queue for a thread or a connection.
    pub waiting: Vec<(&'static str, usize)>,
    /// The open connections of the pool for transactions, by their state. Only with PostgreSQL.
    pub connections: Vec<(&'static str, usize)>,
}

impl Store {
    /// How busy the database is now.
    pub fn usage(&self) -> Usage {
        match &self.database {
            Database::Sqlite(database) => database.usage(),
            Database::Postgres(database) => database.usage(),
        }
    }
}
