-- A list of members is read in the order of its index.
DROP INDEX memberships_organization_id;

CREATE INDEX memberships_of_organization ON memberships (organization_id, id);

-- An organization has one owner. Where operators made several, the first stays the owner.
UPDATE memberships
SET role = 'admin'
WHERE role = 'owner'
AND EXISTS (
    SELECT 1 FROM memberships AS other
    WHERE other.organization_id = memberships.organization_id
    AND other.role = 'owner'
    AND other.id < memberships.id
);

CREATE UNIQUE INDEX memberships_owner ON memberships (organization_id) WHERE role = 'owner';
