-- Towards 0.9: OAuth clients have a description.

ALTER TABLE oauth_clients ADD COLUMN description VARCHAR(1023);

UPDATE alembic_version SET version_num = 'd68c98b66cd4';
