-- An e-mail address is one user's, however its letters are written.

-- Set of users who were created with an address that was another's but for its case. They keep their ids, keys,
-- tokens and memberships: who they are to the operator cannot be known here. The address stays with an active
-- user before a deactivated one, and with the oldest of them.
ALTER TABLE users ADD COLUMN shares_email INTEGER NOT NULL DEFAULT 0 CHECK (shares_email IN (0, 1));

UPDATE users
SET shares_email = 1
WHERE EXISTS (
    SELECT 1 FROM users AS other
    WHERE lower(other.email) = lower(users.email)
    AND (other.deactivated_at IS NOT NULL, other.created_at, other.id)
        < (users.deactivated_at IS NOT NULL, users.created_at, users.id)
);

CREATE UNIQUE INDEX users_email ON users (lower(email)) WHERE shares_email = 0;
