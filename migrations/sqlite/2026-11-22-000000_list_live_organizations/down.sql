ALTER TABLE organizations DROP COLUMN members_version;

DROP INDEX memberships_newest_first;

ALTER TABLE memberships DROP COLUMN organization_deleted_at;

CREATE INDEX memberships_newest_first
    ON memberships (user_id, organization_created_at DESC, organization_id DESC);
