-- 2.0: roles. OAuth tokens become API tokens of their client; all tokens made before are dropped,
-- because none has a client or a role (`--keep-tokens` sets API tokens aside before this runs).

CREATE TABLE roles (
    id INTEGER NOT NULL PRIMARY KEY,
    name VARCHAR(255) UNIQUE,
    description VARCHAR(1023),
    scopes TEXT
);

CREATE TABLE user_role_map (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role_id INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, role_id)
);

CREATE TABLE group_role_map (
    group_id INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    role_id INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, role_id)
);

CREATE TABLE service_role_map (
    service_id INTEGER NOT NULL REFERENCES services (id) ON DELETE CASCADE,
    role_id INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    PRIMARY KEY (service_id, role_id)
);

ALTER TABLE services ADD COLUMN oauth_client_id VARCHAR(255)
    REFERENCES oauth_clients (identifier) ON DELETE SET NULL;
ALTER TABLE spawners ADD COLUMN oauth_client_id VARCHAR(255)
    REFERENCES oauth_clients (identifier) ON DELETE SET NULL;

DROP TABLE api_tokens;
DROP TABLE oauth_access_tokens;

CREATE TABLE api_tokens (
    user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
    service_id INTEGER REFERENCES services (id) ON DELETE CASCADE,
    id INTEGER NOT NULL PRIMARY KEY,
    hashed VARCHAR(255) UNIQUE,
    prefix VARCHAR(16),
    client_id VARCHAR(255) REFERENCES oauth_clients (identifier) ON DELETE CASCADE,
    session_id VARCHAR(255),
    created DATETIME,
    expires_at DATETIME,
    last_activity DATETIME,
    note VARCHAR(1023)
);

CREATE TABLE api_token_role_map (
    api_token_id INTEGER NOT NULL REFERENCES api_tokens (id) ON DELETE CASCADE,
    role_id INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    PRIMARY KEY (api_token_id, role_id)
);

CREATE TABLE oauth_client_role_map (
    oauth_client_id INTEGER NOT NULL REFERENCES oauth_clients (id) ON DELETE CASCADE,
    role_id INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    PRIMARY KEY (oauth_client_id, role_id)
);

CREATE TABLE oauth_code_role_map (
    oauth_code_id INTEGER NOT NULL REFERENCES oauth_codes (id) ON DELETE CASCADE,
    role_id INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    PRIMARY KEY (oauth_code_id, role_id)
);

UPDATE alembic_version SET version_num = '833da8570507';
