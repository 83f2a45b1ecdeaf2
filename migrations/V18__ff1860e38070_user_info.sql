-- Towards 6.0: what the authenticator says of a user.

ALTER TABLE users ADD COLUMN user_info TEXT;

UPDATE alembic_version SET version_num = 'ff1860e38070';
