-- Timestamps are UTC with millisecond precision, as text that sorts by time.
-- Identifiers compare byte by byte, so that paging by them is the same on every database.

CREATE TABLE instance (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    -- A known value under the master key: tells a wrong key before it does harm.
    key_check BLOB NOT NULL
) STRICT;

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT,
    created_at TEXT NOT NULL,
    deactivated_at TEXT
) STRICT;

CREATE TABLE api_keys (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    name TEXT,
    -- SHA-256 of the key: the key itself is shown once and never stored.
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    created_at TEXT NOT NULL,
    expires_at TEXT,
    revoked_at TEXT
) STRICT;

CREATE INDEX api_keys_user_id ON api_keys (user_id);

CREATE TABLE organizations (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    -- Deleted organizations keep theirs, so that a slug never changes its meaning.
    slug TEXT NOT NULL UNIQUE,
    description TEXT,
    logo_url TEXT,
    settings TEXT NOT NULL,
    custom_ai_context TEXT,
    onboarding_status TEXT NOT NULL CHECK (onboarding_status IN ('STARTED', 'COMPLETED', 'LEGACY')),
    full_embed_enabled INTEGER NOT NULL CHECK (full_embed_enabled IN (0, 1)),
    embed_allowed_origins TEXT NOT NULL,
    -- Encrypted under the master key.
    embed_secret BLOB NOT NULL,
    is_billable INTEGER NOT NULL CHECK (is_billable IN (0, 1)),
    insights_enabled INTEGER NOT NULL CHECK (insights_enabled IN (0, 1)),
    trial_ends_at TEXT,
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE memberships (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'viewer')),
    joined_at TEXT NOT NULL,
    -- Copied from the organization, which never changes it: the index below needs it here.
    organization_created_at TEXT NOT NULL,
    UNIQUE (user_id, organization_id)
) STRICT;

CREATE INDEX memberships_organization_id ON memberships (organization_id);

-- A user's organizations newest first: every page costs the same, however many there are.
CREATE INDEX memberships_newest_first
    ON memberships (user_id, organization_created_at DESC, organization_id DESC);
