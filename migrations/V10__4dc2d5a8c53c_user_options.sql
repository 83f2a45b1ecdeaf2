-- 1.0: the options a server was started with.

ALTER TABLE spawners ADD COLUMN user_options TEXT;

UPDATE alembic_version SET version_num = '4dc2d5a8c53c';
