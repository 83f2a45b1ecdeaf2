-- 4.0: groups have properties.

ALTER TABLE groups ADD COLUMN properties TEXT;

UPDATE alembic_version SET version_num = '0eee8c825d24';
