ALTER TABLE organizations DROP COLUMN updated_by;
