DROP TRIGGER IF EXISTS count_caller_write ON organizations;

DROP FUNCTION count_caller_write;

DROP TABLE caller_writes;

ALTER TABLE organizations DROP COLUMN updated_by;
