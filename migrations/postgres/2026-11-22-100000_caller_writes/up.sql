-- Who wrote the row last; unknown of rows that are older than this column. No reference, which every update
-- would have to check: users are never deleted.
ALTER TABLE organizations ADD COLUMN updated_by TEXT COLLATE "C";

-- How often each user has written, so that a replica can be asked whether it has all of it. Several rows a
-- user, so that writers on behalf of one user seldom wait for each other; each row counts only upwards.
CREATE TABLE caller_writes (
    user_id TEXT COLLATE "C" NOT NULL,
    slot SMALLINT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (user_id, slot)
);

-- Called by a trigger that the first node with a replica creates: where there is none, an update does not pay
-- for it.
CREATE FUNCTION count_caller_write() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO caller_writes (user_id, slot, count)
    VALUES (coalesce(NEW.updated_by, NEW.created_by), pg_backend_pid() % 16, 1)
    ON CONFLICT (user_id, slot) DO UPDATE SET count = caller_writes.count + 1;
    RETURN NULL;
END
$$;
