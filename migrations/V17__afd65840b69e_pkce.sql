-- Towards 6.0: OAuth codes with a proof key (PKCE, RFC 7636).

ALTER TABLE oauth_codes ADD COLUMN code_challenge VARCHAR(255);
ALTER TABLE oauth_codes ADD COLUMN code_challenge_method VARCHAR(64);

UPDATE alembic_version SET version_num = 'afd65840b69e';
