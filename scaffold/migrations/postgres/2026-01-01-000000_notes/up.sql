CREATE TABLE notes (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    written_at TIMESTAMP NOT NULL
);
CREATE INDEX notes_by_author ON notes (author, id);
