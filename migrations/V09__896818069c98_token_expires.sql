-- 0.9: API tokens may expire.

ALTER TABLE api_tokens ADD COLUMN expires_at DATETIME;

UPDATE alembic_version SET version_num = '896818069c98';
