-- A user's list and its total are read from the memberships' index alone, so that neither costs more for
-- the organizations that were deleted.

-- Copied from the organization, in the transaction that changes it.
ALTER TABLE memberships ADD COLUMN organization_deleted_at TEXT;

UPDATE memberships
SET organization_deleted_at = (
    SELECT deleted_at FROM organizations WHERE organizations.id = memberships.organization_id
);

DROP INDEX memberships_newest_first;

CREATE INDEX memberships_newest_first
    ON memberships (user_id, organization_created_at DESC, organization_id DESC)
    WHERE organization_deleted_at IS NULL;

-- Counts the changes of who is a member and as what. An update decides by the caller's role, and must not
-- be written when that has changed: comparing a number is less than to look the membership up again.
ALTER TABLE organizations ADD COLUMN members_version INTEGER NOT NULL DEFAULT 0;
