DROP INDEX memberships_owner;

DROP INDEX memberships_of_organization;

CREATE INDEX memberships_organization_id ON memberships (organization_id);
