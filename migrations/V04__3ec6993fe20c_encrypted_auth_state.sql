-- 0.8: named servers, OAuth, and auth state encrypted. The proxy and the hub leave the database. Auth
-- state in clear and the link from a user to the one server are lost; `users.state` stays.

DROP TABLE proxies;
DROP TABLE hubs;

ALTER TABLE users RENAME TO hubctl_old_users;

CREATE TABLE users (
    id INTEGER NOT NULL PRIMARY KEY,
    name VARCHAR(255) UNIQUE,
    admin BOOLEAN,
    last_activity DATETIME,
    cookie_id VARCHAR(255) NOT NULL UNIQUE,
    state TEXT,
    encrypted_auth_state BLOB
);

-- A user without a cookie id has never signed in: any fresh one serves.
INSERT INTO users (id, name, admin, last_activity, cookie_id, state)
SELECT id, name, admin, last_activity, coalesce(cookie_id, lower(hex(randomblob(16)))), state
FROM hubctl_old_users;

DROP TABLE hubctl_old_users;

CREATE TABLE spawners (
    id INTEGER NOT NULL PRIMARY KEY,
    user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
    server_id INTEGER REFERENCES servers (id) ON DELETE SET NULL,
    state TEXT,
    name VARCHAR(255),
    last_activity DATETIME
);

CREATE TABLE oauth_clients (
    id INTEGER NOT NULL PRIMARY KEY,
    identifier VARCHAR(255) UNIQUE,
    secret VARCHAR(255),
    redirect_uri VARCHAR(1023)
);

CREATE TABLE oauth_codes (
    id INTEGER NOT NULL PRIMARY KEY,
    client_id VARCHAR(255),
    code VARCHAR(36),
    expires_at INTEGER,
    redirect_uri VARCHAR(1023),
    user_id INTEGER REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE oauth_access_tokens (
    id INTEGER NOT NULL PRIMARY KEY,
    client_id VARCHAR(255),
    grant_type VARCHAR(18) NOT NULL,
    expires_at INTEGER,
    refresh_token VARCHAR(255),
    refresh_expires_at INTEGER,
    user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
    hashed VARCHAR(255) UNIQUE,
    prefix VARCHAR(16)
);

UPDATE alembic_version SET version_num = '3ec6993fe20c';
