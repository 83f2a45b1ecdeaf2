-- 0.7: services and groups.

CREATE TABLE services (
    id INTEGER NOT NULL PRIMARY KEY,
    name VARCHAR(1023) UNIQUE,
    admin BOOLEAN,
    _server_id INTEGER REFERENCES servers (id),
    pid INTEGER
);

CREATE TABLE groups (
    id INTEGER NOT NULL PRIMARY KEY,
    name VARCHAR(1023) UNIQUE
);

CREATE TABLE user_group_map (
    user_id INTEGER NOT NULL REFERENCES users (id),
    group_id INTEGER NOT NULL REFERENCES groups (id),
    PRIMARY KEY (user_id, group_id)
);

ALTER TABLE api_tokens ADD COLUMN service_id INTEGER REFERENCES services (id) ON DELETE CASCADE;

UPDATE alembic_version SET version_num = 'af4cbdb2d13c';
