-- Who wrote the row last; unknown of rows that are older than this column. No reference, which every update
-- would have to check: users are never deleted.
ALTER TABLE organizations ADD COLUMN updated_by TEXT;
