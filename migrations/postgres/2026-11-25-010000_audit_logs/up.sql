-- An entry for each change of an organization or of its members, written in the transaction of the change.
CREATE TABLE audit_logs (
    id TEXT COLLATE "C" NOT NULL,
    -- No reference: the entries outlive the organization.
    organization_id TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP(3) NOT NULL,
    action TEXT NOT NULL,
    -- The user; none on the command line.
    actor_id TEXT COLLATE "C",
    credential TEXT NOT NULL CHECK (credential IN ('api_key', 'token', 'command_line')),
    api_key_id TEXT COLLATE "C",
    request_id TEXT,
    -- What was changed, if not the organization itself: the user whose membership it is.
    target_id TEXT COLLATE "C",
    -- A list of objects with path (a JSON pointer), from and to.
    changes JSON NOT NULL,
    -- The version of the organization after the change, if the change made one.
    version BIGINT,
    -- The order in which the entries of an organization are read. There is no other index, because every update
    -- would have to maintain it.
    PRIMARY KEY (organization_id, created_at, id)
);
