-- Towards 0.7: what an authenticator remembers of a user, in clear.

ALTER TABLE users ADD COLUMN auth_state TEXT;

UPDATE alembic_version SET version_num = 'eeb276e51423';
