-- 6.0: servers have a name to show.

ALTER TABLE spawners ADD COLUMN display_name VARCHAR(255);

UPDATE alembic_version SET version_num = 'f460b0348206';
