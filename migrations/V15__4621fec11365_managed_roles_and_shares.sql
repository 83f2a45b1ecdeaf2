-- 5.0: roles may be managed by the authenticator, and servers shared.

ALTER TABLE roles ADD COLUMN managed_by_auth BOOLEAN NOT NULL DEFAULT 0;
ALTER TABLE user_role_map ADD COLUMN managed_by_auth BOOLEAN NOT NULL DEFAULT 0;
ALTER TABLE group_role_map ADD COLUMN managed_by_auth BOOLEAN NOT NULL DEFAULT 0;
ALTER TABLE service_role_map ADD COLUMN managed_by_auth BOOLEAN NOT NULL DEFAULT 0;

CREATE TABLE shares (
    user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
    group_id INTEGER REFERENCES groups (id) ON DELETE CASCADE,
    id INTEGER NOT NULL PRIMARY KEY,
    created_at DATETIME NOT NULL,
    scopes TEXT,
    expires_at DATETIME,
    owner_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
    spawner_id INTEGER REFERENCES spawners (id) ON DELETE CASCADE
);

CREATE TABLE share_codes (
    hashed VARCHAR(255) UNIQUE,
    prefix VARCHAR(16),
    exchange_count INTEGER,
    last_exchanged_at DATETIME,
    id INTEGER NOT NULL PRIMARY KEY,
    created_at DATETIME NOT NULL,
    scopes TEXT,
    expires_at DATETIME,
    owner_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
    spawner_id INTEGER REFERENCES spawners (id) ON DELETE CASCADE
);

UPDATE alembic_version SET version_num = '4621fec11365';
