-- Timestamps are UTC with millisecond precision.
-- Identifiers compare byte by byte, so that paging by them is the same on every database.

CREATE TABLE instance (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    -- A known value under the master key: tells a wrong key before it does harm.
    key_check BYTEA NOT NULL
);

CREATE TABLE users (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT,
    created_at TIMESTAMP(3) NOT NULL,
    deactivated_at TIMESTAMP(3)
);

CREATE TABLE api_keys (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    name TEXT,
    -- SHA-256 of the key: the key itself is shown once and never stored.
    hash BYTEA NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    created_at TIMESTAMP(3) NOT NULL,
    expires_at TIMESTAMP(3),
    revoked_at TIMESTAMP(3)
);

CREATE INDEX api_keys_user_id ON api_keys (user_id);

CREATE TABLE organizations (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    -- Deleted organizations keep theirs, so that a slug never changes its meaning.
    slug TEXT NOT NULL UNIQUE,
    description TEXT,
    logo_url TEXT,
    settings JSON NOT NULL,
    custom_ai_context TEXT,
    onboarding_status TEXT NOT NULL CHECK (onboarding_status IN ('STARTED', 'COMPLETED', 'LEGACY')),
    full_embed_enabled BOOLEAN NOT NULL,
    embed_allowed_origins JSON NOT NULL,
    -- Encrypted under the master key.
    embed_secret BYTEA NOT NULL,
    is_billable BOOLEAN NOT NULL,
    insights_enabled BOOLEAN NOT NULL,
    trial_ends_at TIMESTAMP(3),
    created_by TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    created_at TIMESTAMP(3) NOT NULL,
    updated_at TIMESTAMP(3) NOT NULL,
    deleted_at TIMESTAMP(3),
    version BIGINT NOT NULL
);

CREATE TABLE memberships (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations (id),
    role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'viewer')),
    joined_at TIMESTAMP(3) NOT NULL,
    -- Copied from the organization, which never changes it: the index below needs it here.
    organization_created_at TIMESTAMP(3) NOT NULL,
    UNIQUE (user_id, organization_id)
);

CREATE INDEX memberships_organization_id ON memberships (organization_id);

-- A user's organizations newest first: every page costs the same, however many there are.
CREATE INDEX memberships_newest_first
    ON memberships (user_id, organization_created_at DESC, organization_id DESC);
