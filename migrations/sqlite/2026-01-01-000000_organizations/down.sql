DROP TABLE memberships;
DROP TABLE organizations;
DROP TABLE api_keys;
DROP TABLE users;
DROP TABLE instance;
