DROP INDEX users_email;
ALTER TABLE users DROP COLUMN shares_email;
ALTER TABLE users ALTER COLUMN email TYPE TEXT COLLATE "default";
