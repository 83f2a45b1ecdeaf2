-- Towards 0.9: when tokens were made and last used, and what for.

ALTER TABLE api_tokens ADD COLUMN created DATETIME;
ALTER TABLE api_tokens ADD COLUMN last_activity DATETIME;
ALTER TABLE api_tokens ADD COLUMN note VARCHAR(1023);
ALTER TABLE oauth_access_tokens ADD COLUMN created DATETIME;
ALTER TABLE oauth_access_tokens ADD COLUMN last_activity DATETIME;

UPDATE alembic_version SET version_num = '56cc5a70207e';
