-- An e-mail address is one user's, however its letters are written.

-- Compared by ASCII letters alone, as on SQLite, whatever the database's locale.
ALTER TABLE users ALTER COLUMN email TYPE TEXT COLLATE "C";

-- Set of users who were created with an address that was another's but for its case. They keep their ids, keys,
-- tokens and memberships: who they are to the operator cannot be known here. The address stays with an active
-- user before a deactivated one, and with the oldest of them.
ALTER TABLE users ADD COLUMN shares_email BOOLEAN NOT NULL DEFAULT false;

UPDATE users
SET shares_email = true
WHERE EXISTS (
    SELECT 1 FROM users AS other
    WHERE lower(other.email) = lower(users.email)
    AND (other.deactivated_at IS NOT NULL, other.created_at, other.id)
        < (users.deactivated_at IS NOT NULL, users.created_at, users.id)
);

CREATE UNIQUE INDEX users_email ON users (lower(email)) WHERE shares_email = false;
