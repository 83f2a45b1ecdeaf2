-- Towards 0.9: when users were made and servers started. Nobody wrote it down, so it is now.

ALTER TABLE users ADD COLUMN created DATETIME;
UPDATE users SET created = now_utc();

ALTER TABLE spawners ADD COLUMN started DATETIME;
UPDATE spawners SET started = now_utc() WHERE server_id IS NOT NULL;

UPDATE alembic_version SET version_num = '99a28a4418e1';
