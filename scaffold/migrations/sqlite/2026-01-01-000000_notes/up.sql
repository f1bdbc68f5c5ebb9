CREATE TABLE notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    written_at TIMESTAMP NOT NULL
);
CREATE INDEX notes_by_author ON notes (author, id);
