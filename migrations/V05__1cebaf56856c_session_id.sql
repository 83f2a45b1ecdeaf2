-- Towards 0.9: OAuth tokens and codes know the browser session they were made in.

ALTER TABLE oauth_access_tokens ADD COLUMN session_id VARCHAR(255);
ALTER TABLE oauth_codes ADD COLUMN session_id VARCHAR(255);

UPDATE alembic_version SET version_num = '1cebaf56856c';
