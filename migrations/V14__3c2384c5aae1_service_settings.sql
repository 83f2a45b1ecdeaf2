-- Towards 5.0: services can be made while the hub runs. Those there are came from its configuration.

ALTER TABLE services ADD COLUMN from_config BOOLEAN;
UPDATE services SET from_config = 1;

ALTER TABLE services ADD COLUMN url VARCHAR(2047);
ALTER TABLE services ADD COLUMN oauth_client_allowed_scopes TEXT;
ALTER TABLE services ADD COLUMN info TEXT;
ALTER TABLE services ADD COLUMN display BOOLEAN;
ALTER TABLE services ADD COLUMN oauth_no_confirm BOOLEAN;
ALTER TABLE services ADD COLUMN command TEXT;
ALTER TABLE services ADD COLUMN cwd VARCHAR(4095);
ALTER TABLE services ADD COLUMN environment TEXT;
ALTER TABLE services ADD COLUMN user VARCHAR(255);

UPDATE alembic_version SET version_num = '3c2384c5aae1';
