-- Towards 6.0: how many seconds a service may take to start.

ALTER TABLE services ADD COLUMN timeout INTEGER NOT NULL DEFAULT 30;

UPDATE alembic_version SET version_num = 'be8ecf03ddac';
